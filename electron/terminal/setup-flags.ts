import { readFile } from 'node:fs/promises'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import type { AccountId, ModelId, Region, RepositoryName, RoleName } from '../../shared/domain/ids'
import { Setup, type Template, UseCaseForm } from '../../shared/domain/setup'
import type { Session } from './session'

/** Flags of `plan` and `apply`: what differs from the setup that Rolecall would choose. */
export interface SetupFlags {
  account?: AccountId
  region?: Region
  model?: ModelId
  role?: RoleName
  template?: Template
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
  const { account, region, model, role, template } = flags
  const given = Object.entries({ account, region, model, role, template }).filter(
    ([, value]) => value !== undefined,
  )
  if (given.length === 0) return null
  const { current } = await session.client.setup.options({ repository })
  return current && Setup.parse({ ...current, ...Object.fromEntries(given) })
}

/** The answers of the form from a JSON file; in the sandbox, sample answers where none are given. */
export async function chosenForm(session: Session, flags: SetupFlags): Promise<UseCaseForm | null> {
  if (!flags.form) return session.sandbox ? SANDBOX_FORM : null
  const text = await readForm(flags.form)
  const parsed = UseCaseForm.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const sentence = `${flags.form} does not hold the form's answers: ${Object.keys(UseCaseForm.shape).join(', ')}.`
  throw new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'form' }))
}

async function readForm(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    const sentence = `${path} cannot be read. Name a JSON file that holds the form's answers.`
    throw new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'form' }, code))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
