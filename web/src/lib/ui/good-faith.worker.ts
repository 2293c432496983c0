import { solveChallenge } from 'altcha-lib/v1'
import type { FormTicket } from '#lib/api/types.ts'

self.addEventListener('message', ({ data }: MessageEvent<FormTicket['challenge']>) => {
  // Only where the page came safely; elsewhere the message goes without.
  if (!self.isSecureContext) return
  const { algorithm, challenge, salt, signature, maxnumber } = data
  void solveChallenge(challenge, salt, algorithm, maxnumber).promise.then((solution) => {
    if (!solution) return
    const { number } = solution
    self.postMessage(btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })))
  })
})
