import { readFile } from 'node:fs/promises'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import { AccountId, ModelId, Region, type RepositoryName, RoleName } from '../../shared/domain/ids'
import { Setup, Template, UseCaseForm } from '../../shared/domain/setup'
import type { Session } from './session'

/** Flags of `plan` and `apply`: what differs from the setup that Rolecall would choose. */
export interface SetupFlags {
  account?: string
  region?: string
  model?: string
  role?: string
  template?: string
  form?: string
}

/* The sandbox's Anthropic is satisfied by any answers; the real one is never sent these. */
const SANDBOX_FORM: UseCaseForm = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  intendedUsers: '0',
  industryOption: 'Technology',
  otherIndustryOption: '',
  useCases: 'Trying Rolecall in its sandbox.',
}

/** The setup to plan for: null where no flag differs from what Rolecall would choose. */
export async function chosenSetup(
  session: Session,
  repository: RepositoryName,
  flags: SetupFlags,
): Promise<Setup | null> {
  const given = Object.entries({
    account: flags.account && AccountId.parse(flags.account),
    region: flags.region && Region.parse(flags.region),
    model: flags.model && ModelId.parse(flags.model),
    role: flags.role && RoleName.parse(flags.role),
    template: flags.template && Template.parse(flags.template),
  }).filter(([, value]) => value !== undefined)
  if (given.length === 0) return null
  const { current } = await session.client.setup.options({ repository })
  return current && Setup.parse({ ...current, ...Object.fromEntries(given) })
}

/** The answers of the form from a JSON file; in the sandbox, sample answers where none are given. */
export async function chosenForm(session: Session, flags: SetupFlags): Promise<UseCaseForm | null> {
  if (!flags.form) return session.sandbox ? SANDBOX_FORM : null
  const text = await readFile(flags.form, 'utf8').catch(() => null)
  const parsed = UseCaseForm.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const sentence = `${flags.form} does not hold the form's answers: ${Object.keys(UseCaseForm.shape).join(', ')}.`
  throw new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'form' }))
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
