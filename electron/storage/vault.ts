/** Keeps the GitHub token of each host. Only the desktop door's outlives the process. */
export interface Vault {
  /** Whether a kept secret is still there after a restart. */
  durable: boolean
  get(host: string): Promise<string | null>
  set(host: string, secret: string): Promise<void>
  delete(host: string): Promise<void>
}

/** Secrets in memory, gone with the process: the browser and terminal doors. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>()
  return {
    durable: false,
    get: async (host) => secrets.get(host) ?? null,
    set: async (host, secret) => {
      secrets.set(host, secret)
    },
    delete: async (host) => {
      secrets.delete(host)
    },
  }
}
