import { ExpectedFailure, failure } from './failure'
import { INVOKE_ACTIONS, modelResources } from './model-grants'
import { familyPattern, type ModelPlace, type ModelResolution, type UsableModel } from './model-resolution'
import { POLICY_VERSION } from './policy-document'
import { printPolicy, type RawPolicy, type RawStatement, readRawPolicy, withStatements } from './policy-json'
import type { ModelBreadth } from './setup'

/** What a permission policy is to allow: this model, or its family, called from one region. */
export interface PermissionTarget extends ModelPlace {
  target: ModelResolution
  breadth: ModelBreadth
}

/** A merged document, and the names (`Sid`, else `#` and the position from 0) of statements that are not ours. */
export interface PermissionMerge {
  document: string
  kept: string[]
}

/** By this prefix of its `Sid` Rolecall knows a statement that it wrote and may replace. */
const OWN_SID = 'Rolecall'

/**
 * Writes the least policy with which the model can be invoked; pretty JSON. Behind a profile the models may be
 * invoked through that profile only. Throws `ExpectedFailure` `invalid` for a model that the region does not have.
 */
export function composePermissions({ target, breadth, ...place }: PermissionTarget): string {
  if (target.kind === 'wrong-region' || target.kind === 'unknown') {
    throw new ExpectedFailure(failure('invalid', target.why, { kind: 'correct-input', field: 'model' }))
  }
  return printPolicy({ Version: POLICY_VERSION, Statement: statementsFor(target, breadth, place) })
}

function statementsFor(target: UsableModel, breadth: ModelBreadth, place: ModelPlace): RawStatement[] {
  const { profile, models } = modelResources(target, place)
  const widen = (arn: string) => (breadth === 'family' ? familyArn(arn) : arn)
  const Resource = oneOrMany(models.map(widen))
  if (!profile)
    return [{ Sid: `${OWN_SID}InvokeModel`, Effect: 'Allow', Action: [...INVOKE_ACTIONS], Resource }]
  const through =
    target.kind === 'profile' && target.profile.kind === 'APPLICATION' ? profile : widen(profile)
  return [
    { Sid: `${OWN_SID}InvokeProfile`, Effect: 'Allow', Action: [...INVOKE_ACTIONS], Resource: through },
    {
      Sid: `${OWN_SID}InvokeModelThroughProfile`,
      Effect: 'Allow',
      Action: [...INVOKE_ACTIONS],
      Resource,
      Condition: { ArnLike: { 'bedrock:InferenceProfileArn': through } },
    },
  ]
}

/** Widens the name after the last slash: profile IDs keep their geography, models their provider. */
function familyArn(arn: string): string {
  const slash = arn.lastIndexOf('/') + 1
  return arn.slice(0, slash) + familyPattern(arn.slice(slash))
}

function oneOrMany(values: string[]): string | string[] {
  const [only, ...others] = values
  return only !== undefined && others.length === 0 ? only : values
}

/**
 * Puts our statements into an existing policy: those that Rolecall wrote before are replaced where they stand, all
 * others are kept, in order. Throws `ExpectedFailure` `conflict` when the existing document cannot be read.
 */
export function mergePermissions(existing: string | null, wanted: string): PermissionMerge {
  if (existing === null) return { document: wanted, kept: [] }
  const present = readExisting(existing)
  const ours = readExisting(wanted).statements
  const { statements } = present
  const foreign = statements.filter((statement) => !isOwn(statement))
  const kept = statements.flatMap((statement, index) =>
    isOwn(statement) ? [] : [statement.Sid ?? `#${index}`],
  )
  const at = statements.findIndex(isOwn)
  const before = at < 0 ? foreign.length : at
  const merged = [...foreign.slice(0, before), ...ours, ...foreign.slice(before)]
  if (JSON.stringify(merged) === JSON.stringify(statements)) return { document: existing, kept }
  return { document: withStatements(present, merged), kept }
}

function isOwn(statement: RawStatement): boolean {
  return statement.Sid?.startsWith(OWN_SID) ?? false
}

function readExisting(text: string): RawPolicy {
  const read = readRawPolicy(text)
  if (read.ok) return read.raw
  const sentence = `${read.error} Mend or remove the existing policy in IAM, then plan again.`
  throw new ExpectedFailure(failure('conflict', sentence, { kind: 'replan' }))
}
