import type { ModelChoice } from '../../../shared/contract/setup'
import { type AccessWait, accessAsked, accessWaits } from '../../../shared/domain/access-wait'
import type { AgreementOffer } from '../../../shared/domain/agreement'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { formInForce } from '../../../shared/domain/form-coverage'
import type { AccountId, ModelId, Region, RepositoryName } from '../../../shared/domain/ids'
import { type ModelInUse, modelsInUse } from '../../../shared/domain/models-in-use'
import { known, type Reading, unread } from '../../../shared/domain/reading'
import type { JournalStore } from '../../storage/journal-store'
import type { ConnectionService } from '../connections'
import { formCoverage } from '../connections/organization-form'
import type { FleetService } from '../fleet/fleet'
import { modelChoices } from './model-choices'

export interface ModelAccessParts {
  connections: ConnectionService
  fleet: FleetService
  journal: Pick<JournalStore, 'list'>
  now: () => number
}

/** Which models there are for an account, which the fleet uses, and how access to them comes about. */
export class ModelAccessService {
  constructor(private readonly parts: ModelAccessParts) {}

  /** What can be chosen in a region, read now, with the availability of every model of Anthropic's. */
  async models(account: AccountId, region: Region): Promise<ModelChoice[]> {
    const line = this.parts.connections.lineOf(account)
    const { client } = line
    const [models, useCaseForm] = await Promise.all([
      client.regionModels(
        region,
        ({ id, provider }) => provider === 'Anthropic' || id.startsWith('anthropic.'),
      ),
      readingOf(() => client.useCaseForm()),
    ])
    const own = useCaseForm.known && useCaseForm.value === 'missing'
    const coverage = own ? await formCoverage(line, this.parts.connections.lines()) : undefined
    const form = formInForce({ account, useCaseForm, formCoverage: coverage })
    return modelChoices(models, { account, region, form, now: this.parts.now() })
  }

  /** Across the watched repositories as last read; reads the fleet first where nothing was. */
  async modelsInUse(): Promise<ModelInUse[]> {
    const { fleet, now } = this.parts
    if (fleet.observed().length === 0) await fleet.observe(null)
    return modelsInUse(fleet.observed(), fleet.accountsRead(), now())
  }

  offers(account: AccountId, region: Region, model: ModelId): Promise<AgreementOffer[]> {
    return this.parts.connections.lineOf(account).client.offers(region, model)
  }

  /** By the journal and by how it stands: so that a restart loses nothing. What is open is read again first. */
  async waits(repository: RepositoryName | null): Promise<AccessWait[]> {
    const { fleet, journal, now } = this.parts
    const asked = accessAsked(await journal.list(repository))
    const open = accessWaits(asked, fleet.accountsRead(), now())
    if (open.length === 0) return []
    await fleet.observeAccounts(new Set(open.map(({ account }) => account)))
    return accessWaits(asked, fleet.accountsRead(), now())
  }
}

async function readingOf<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await read())
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}
