import { defineEnvVars } from '@sveltejs/kit/env'

export const variables = defineEnvVars({
  API_URL: {
    description: 'Where the API answers while pages are rendered on the server, "/api" included.',
    schema: (value) => value || 'http://127.0.0.1:3001/api',
  },
  INTERNAL_KEY: {
    description: 'The secret by which the API knows its own pages.',
    schema: (value) => value || undefined,
  },
  TILE_URL: {
    description:
      'Raster tiles of the operator; their host is allowed by the Content-Security-Policy.',
    schema: (value) => value || undefined,
  },
  PMTILES_URL: {
    description:
      'A .pmtiles file of the operator; its host is allowed by the Content-Security-Policy.',
    schema: (value) => value || undefined,
  },
})
