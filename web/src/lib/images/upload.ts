/** Sends a file from the page and says how far it is; `fetch` does not know that. */
export function upload(
  url: string,
  file: File,
  onprogress: (part: number) => void,
): Promise<{ key: string } | { code: string }> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onprogress(total ? loaded / total : 0)
    })
    request.addEventListener('load', () => {
      const answer = request.response as { key?: string; code?: string } | null
      resolve(answer?.key ? { key: answer.key } : { code: answer?.code ?? 'unavailable' })
    })
    for (const event of ['error', 'abort', 'timeout']) {
      request.addEventListener(event, () => {
        resolve({ code: 'unavailable' })
      })
    }
    request.send(file)
  })
}
