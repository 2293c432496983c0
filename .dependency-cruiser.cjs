/** The directions of house-style: what a compiler does not check. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'db-knows-nobody',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(server|web)/' },
    },
    {
      name: 'web-speaks-http',
      comment: 'The web knows the API by its OpenAPI document only.',
      severity: 'error',
      from: { path: '^web/src' },
      to: { path: '^(server|db)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '^db/src/schema/' },
      to: { circular: true },
    },
    {
      name: 'routes-are-wired-by-app',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/src/app\\.ts$' },
      to: { path: '\\.routes\\.ts$' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: {
        path: '(drizzle|fastify|postgres|\\.queries\\.ts$|\\.routes\\.ts$|^db/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-map-knows-leaflet',
      severity: 'error',
      from: { path: '^web/src', pathNot: '^web/src/lib/map/' },
      to: { path: 'node_modules/(leaflet|protomaps-leaflet|geojson-vt)/' },
    },
    {
      name: 'only-network-knows-sigma',
      severity: 'error',
      from: { path: '^web/src', pathNot: '^web/src/lib/network/' },
      to: { path: 'node_modules/(sigma|graphology[^/]*)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.svelte-kit|/build/|schema\\.d\\.ts)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.d.ts'],
    },
  },
}
