import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { checkedMessages } from './scripts/check-messages.ts'
import { kindNames } from './scripts/kind-names.ts'

const api = new URL(process.env['API_URL'] ?? 'http://127.0.0.1:3001/api').origin

export default defineConfig({
  plugins: [
    checkedMessages(),
    kindNames(),
    sveltekit({
      adapter: adapter(),
      paths: { relative: false },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // Leaflet and SvelteKit's route announcer place elements by style attributes.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  server: { proxy: { '/api': { target: api } } },
})
