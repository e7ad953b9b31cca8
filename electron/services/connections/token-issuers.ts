import type { TokenIssuers as Told } from '../../../shared/contract/connections'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { OwnerLogin } from '../../../shared/domain/fleet-choice'
import { type GithubHost, issuerHostOfGithub } from '../../../shared/domain/github-host'
import {
  type EnterpriseSlug,
  issuerOfOwner,
  issuersOfHost,
  type OwnIssuers,
} from '../../../shared/domain/token-issuer'
import type { SettingsStore } from '../../storage/settings-store'

/** Who signs the tokens of jobs on one GitHub: the host itself, or for some owners their enterprise. */
export class TokenIssuers {
  private readonly hostIssuer: string

  constructor(
    private readonly settings: SettingsStore,
    private readonly host: GithubHost,
  ) {
    this.hostIssuer = issuerHostOfGithub(host)
  }

  /** The issuer of an owner’s tokens, without scheme. */
  of(owner: string): string {
    return issuerOfOwner(this.hostIssuer, owner, this.own())
  }

  /** Every issuer that signs for somebody here, the host’s own first. */
  all(): string[] {
    return issuersOfHost(this.hostIssuer, this.own())
  }

  /** Changes whenever an owner’s issuer does. */
  basis(): OwnIssuers {
    return this.own()
  }

  get(): Told {
    const own = Object.entries(this.own()).sort(([one], [other]) => one.localeCompare(other))
    return {
      host: `https://${this.hostIssuer}`,
      perEnterprise: this.host.kind !== 'server',
      own: own.map(([owner, enterprise]) => ({ owner, enterprise, issuer: `https://${this.of(owner)}` })),
    }
  }

  /** Says that an owner’s enterprise signs by itself, or with null that it does not. Throws `invalid` on a server. */
  set(owner: OwnerLogin, enterprise: EnterpriseSlug | null): Told {
    if (this.host.kind === 'server') throw new ExpectedFailure(ONE_ISSUER)
    this.settings.update((stored) => {
      const { [owner.toLowerCase()]: _before, ...others } = stored.issuers
      return {
        ...stored,
        issuers: enterprise === null ? others : { ...others, [owner.toLowerCase()]: enterprise },
      }
    })
    return this.get()
  }

  private own(): OwnIssuers {
    return this.settings.read().issuers
  }
}

const ONE_ISSUER = failure(
  'invalid',
  'A GitHub Enterprise Server signs every token with its own issuer; there is nothing to choose.',
  { kind: 'correct-input', field: 'owner' },
)
