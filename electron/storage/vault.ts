/** Keeps the GitHub token of each identity, by its id. Only the desktop door's outlives the process. */
export interface Vault {
  /** Whether a kept secret is still there after a restart. */
  durable: boolean
  /** Why it is not, where that is no matter of the door. */
  whyNot?: string
  get(id: string): Promise<string | null>
  set(id: string, secret: string): Promise<void>
  delete(id: string): Promise<void>
}

/** Secrets in memory, gone with the process: the browser and terminal doors. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>()
  return {
    durable: false,
    get: async (id) => secrets.get(id) ?? null,
    set: async (id, secret) => {
      secrets.set(id, secret)
    },
    delete: async (id) => {
      secrets.delete(id)
    },
  }
}
