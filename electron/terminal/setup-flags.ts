import { readFile } from 'node:fs/promises'
import { allowanceOf } from '../../shared/domain/call-forms'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import type {
  AccountId,
  ModelId,
  PolicyArn,
  Region,
  RepositoryName,
  RoleName,
  RolePath,
} from '../../shared/domain/ids'
import {
  type Allowance,
  type Convention,
  type Holder,
  type ModelBreadth,
  Setup,
  type SubjectScope,
  type Template,
  UseCaseForm,
} from '../../shared/domain/setup'
import type { Session } from './session'

/** Flags of `plan` and `apply`: what differs from the setup that Rolecall would choose. */
export interface SetupFlags {
  account?: AccountId
  region?: Region
  model?: ModelId
  role?: RoleName
  template?: Template
  form?: string
  breadth?: ModelBreadth
  /** False where `--no-streaming` was given. */
  streaming?: boolean
  countTokens?: boolean
  /** False where `--no-pin` was given. */
  pin?: boolean
  path?: RolePath
  boundary?: PolicyArn | 'none'
  tag?: Record<string, string>
  /** In place of the scopes that would be chosen. */
  scope?: SubjectScope[]
  byId?: boolean
  convention?: Convention
  roleIn?: Holder
  regionIn?: Holder
  modelIn?: Holder | 'none'
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

/** Whether no flag chooses a setup; the form's answers belong to the account. */
export function isDefaultSetup(flags: SetupFlags): boolean {
  const { account, region, model, role, template, breadth, byId, scope = [] } = flags
  const named = [account, region, model, role, template, breadth, byId].some((flag) => flag !== undefined)
  const shaped = Object.values(shapeOfRole(flags)).some((flag) => flag !== undefined)
  return !named && !shaped && scope.length === 0 && !differsFromUsual(flags) && !namesHolders(flags)
}

/** The setup to plan for: null where no flag differs from what Rolecall would choose. */
export async function chosenSetup(
  session: Session,
  repository: RepositoryName,
  flags: SetupFlags,
): Promise<Setup | null> {
  const { account, region, model, role, template, breadth } = flags
  const given = Object.entries({
    account,
    region,
    model,
    modelAsTyped: model === undefined ? undefined : true,
    role,
    template,
    breadth,
    ...shapeOfRole(flags),
    scope: flags.scope && flags.scope.length > 0 ? flags.scope : undefined,
    byId: flags.byId,
  }).filter(([, value]) => value !== undefined)
  if (given.length === 0 && !differsFromUsual(flags) && !namesHolders(flags)) return null
  const { current } = await session.client.setup.options({ repository })
  return (
    current &&
    Setup.parse({
      ...current,
      ...Object.fromEntries(given),
      ...(namesHolders(flags) && { convention: conventionIn(flags, current.convention) }),
      ...(differsFromUsual(flags) && { allowance: { ...allowanceOf(current), ...allowanceIn(flags) } }),
    })
  )
}

function namesHolders({ convention, roleIn, regionIn, modelIn }: SetupFlags): boolean {
  return [convention, roleIn, regionIn, modelIn].some((flag) => flag !== undefined)
}

/** The named convention, or what stands, with other names or levels. */
function conventionIn(flags: SetupFlags, standing: Convention): Convention {
  const { convention = standing, roleIn, regionIn, modelIn } = flags
  const isOwn = [roleIn, regionIn, modelIn].some((flag) => flag !== undefined)
  return {
    ...convention,
    ...(isOwn && { id: 'custom' as const }),
    ...(roleIn && { role: roleIn }),
    ...(regionIn && { region: regionIn }),
    ...(modelIn && { model: modelIn === 'none' ? null : modelIn }),
  }
}

function shapeOfRole({ path, boundary, tag }: SetupFlags) {
  return {
    rolePath: path,
    boundary: boundary === 'none' ? null : boundary,
    tags: tag && Object.keys(tag).length > 0 ? tag : undefined,
  }
}

/** `--no-…` flags are true where they were not given. */
function differsFromUsual({ streaming, pin, countTokens }: SetupFlags): boolean {
  return streaming === false || pin === false || countTokens === true
}

function allowanceIn({ streaming, pin, countTokens }: SetupFlags): Partial<Allowance> {
  return {
    ...(streaming === false && { streaming }),
    ...(pin === false && { pinned: false }),
    ...(countTokens === true && { countTokens }),
  }
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
