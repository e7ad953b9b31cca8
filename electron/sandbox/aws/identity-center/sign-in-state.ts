import type { Stage } from '../../world'

/** IAM Identity Center of the sandbox: what its OIDC and its portal remember. Times are ISO 8601 in UTC. */
export interface IdentityCenter {
  clients: Record<string, { secret: string; expiresAt: string; refreshes: boolean }>
  /** By device code. */
  devices: Record<string, DeviceAuthorization>
  /** By access token. */
  sessions: Record<string, { expiresAt: string }>
  /** Refresh token → client that it was given to. */
  refreshTokens: Record<string, string>
}

export interface DeviceAuthorization {
  userCode: string
  clientId: string
  expiresAt: string
  /** What was decided on the page. */
  decision: 'pending' | 'approved' | 'denied'
  askedAt: string | null
}

/** The start URL of the sandbox's one organization instance. */
export const START_URL = 'https://acme.awsapps.com/start'

/** The state of this world's; one that was kept before there was any begins empty. */
export function identityCenterOf({ world }: Stage): IdentityCenter {
  world.aws.identityCenter ??= { clients: {}, devices: {}, sessions: {}, refreshTokens: {} }
  return world.aws.identityCenter
}

/** ISO 8601, so many seconds from now. */
export function inSeconds(stage: Stage, seconds: number): string {
  return new Date(stage.now() + seconds * 1000).toISOString()
}

/** Whether that time has come. */
export function isPast(stage: Stage, at: string): boolean {
  return Date.parse(at) <= stage.now()
}
