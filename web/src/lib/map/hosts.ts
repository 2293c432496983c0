interface BaseMapAddresses {
  tileUrl: string | null
  pmtilesUrl: string | null
}

/** Whom maps are fetched from besides this site: `https://{s}.tiles.example/{z}/…` is of tiles.example. */
export function mapHosts({ tileUrl, pmtilesUrl }: BaseMapAddresses, ownHost: string): string[] {
  const hosts = [tileUrl, pmtilesUrl].flatMap((address) => {
    const [, host] = /^https?:\/\/(?:\{s\}\.)?([^/]+)/.exec(address ?? '') ?? []
    return host && host !== ownHost ? [host] : []
  })
  return [...new Set(hosts)]
}
