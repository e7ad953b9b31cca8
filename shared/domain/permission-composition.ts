import { ExpectedFailure, failure } from './failure'
import { COUNTING_ACTION, invokeActions, modelResources } from './model-grants'
import {
  familyPattern,
  foundationModelArn,
  type ModelPlace,
  type ModelResolution,
  type UsableModel,
} from './model-resolution'
import type { InferenceProfile } from './observation'
import { OWN_SID, OWN_SIDS } from './permission-shape'
import { POLICY_VERSION } from './policy-document'
import { printPolicy, type RawPolicy, type RawStatement, readRawPolicy, withStatements } from './policy-json'
import { type Allowance, type ModelBreadth, USUAL_ALLOWANCE } from './setup'

/** What a permission policy is to allow: a model or more, called from one region. */
export interface PermissionTarget extends ModelPlace {
  target: ModelResolution
  breadth: ModelBreadth
  allowance?: Allowance
  /** Every profile of the region: a wider policy names the destinations of all that it covers. */
  profiles?: readonly InferenceProfile[]
}

/** A merged document, and the names (`Sid`, else `#` and the position from 0) of statements that are not ours. */
export interface PermissionMerge {
  document: string
  kept: string[]
}

/**
 * Writes the least policy with which the model can be invoked; pretty JSON. Behind a profile the models may be
 * invoked through that profile only. Throws `ExpectedFailure` `invalid` for a model that the region does not have.
 */
export function composePermissions({ target, ...wanted }: PermissionTarget): string {
  if (target.kind === 'wrong-region' || target.kind === 'unknown') {
    throw new ExpectedFailure(failure('invalid', target.why, { kind: 'correct-input', field: 'model' }))
  }
  const allowance = wanted.allowance ?? USUAL_ALLOWANCE
  const called = calledBy(target, wanted)
  const Statement = [...invoking(called, allowance), ...counting(called, allowance)]
  return printPolicy({ Version: POLICY_VERSION, Statement })
}

/** What statements name: profiles, the models behind them, models called by themselves, and those that count tokens. */
interface Called {
  profiles: string[]
  through: string[]
  direct: string[]
  counted: string
}

function calledBy(target: UsableModel, wanted: Omit<PermissionTarget, 'target'>): Called {
  if (wanted.breadth === 'model' || wanted.breadth === 'family')
    return narrowly(target, wanted.breadth, wanted)
  const wide = widely(target, wanted.breadth, wanted)
  if (wanted.breadth === 'any' || target.model.startsWith('anthropic.')) return wide
  // Any of Anthropic's does not cover another maker's, which is called all the same.
  const own = narrowly(target, 'model', wanted)
  return {
    profiles: [...wide.profiles, ...own.profiles],
    through: unique([...wide.through, ...own.through]),
    direct: [...wide.direct, ...own.direct],
    counted: own.counted,
  }
}

function narrowly(
  target: UsableModel,
  breadth: 'model' | 'family',
  { profiles = [], ...place }: Omit<PermissionTarget, 'target'>,
): Called {
  const { profile, models } = modelResources(target, place)
  const widen = (arn: string) => (breadth === 'family' ? familyArn(arn) : arn)
  const counted = widen(foundationModelArn(place.partition, place.region, target.model))
  if (!profile) return { profiles: [], through: [], direct: unique(models.map(widen)), counted }
  const isOwn = target.kind === 'profile' && target.profile.kind === 'APPLICATION'
  const pattern = isOwn ? profile : widen(profile)
  const relatives = isOwn || breadth === 'model' ? [] : profiles.filter(({ arn }) => widen(arn) === pattern)
  const destinations = [...models, ...relatives.flatMap(({ modelArns }) => modelArns)]
  return { profiles: [pattern], through: unique(destinations.map(widen)), direct: [], counted }
}

/** Any model of a maker, or of all: through every profile of the region, or by itself in the calling region. */
function widely(
  target: UsableModel,
  breadth: 'anthropic' | 'any',
  { profiles = [], ...place }: Omit<PermissionTarget, 'target'>,
): Called {
  const { region, account, partition } = place
  const maker = breadth === 'anthropic' ? 'anthropic.*' : '*'
  const home = `arn:${partition}:bedrock:${region}:${account}`
  const { profile, models } = modelResources(target, place)
  const isOwn = target.kind === 'profile' && target.profile.kind === 'APPLICATION'
  const covered = profiles
    .filter(({ kind }) => kind === 'SYSTEM_DEFINED')
    .flatMap(({ modelArns }) => modelArns)
    .filter((arn) => breadth === 'any' || arn.includes('foundation-model/anthropic.'))
  const destinations = [foundationModelArn(partition, region, maker), ...models, ...covered]
  const patterns =
    breadth === 'any' ? [`${home}:inference-profile/*`, `${home}:application-inference-profile/*`] : []
  const anthropic = breadth === 'anthropic' ? [`${home}:inference-profile/*anthropic.*`] : []
  const own = isOwn && profile && breadth === 'anthropic' ? [profile] : []
  const direct = foundationModelArn(partition, region, maker)
  return {
    profiles: [...patterns, ...anthropic, ...own],
    through: unique(destinations.map((arn) => named(arn, maker))),
    direct: [direct],
    counted: direct,
  }
}

function invoking({ profiles, through, direct }: Called, allowance: Allowance): RawStatement[] {
  const Action = invokeActions(allowance)
  const behind: RawStatement = {
    Sid: OWN_SIDS.through,
    Effect: 'Allow',
    Action,
    Resource: oneOrMany(through),
  }
  const pin = { Condition: { ArnLike: { 'bedrock:InferenceProfileArn': oneOrMany(profiles) } } }
  return [
    ...(profiles.length > 0
      ? [
          { Sid: OWN_SIDS.profile, Effect: 'Allow', Action, Resource: oneOrMany(profiles) },
          allowance.pinned ? { ...behind, ...pin } : behind,
        ]
      : []),
    ...(direct.length > 0
      ? [{ Sid: OWN_SIDS.model, Effect: 'Allow', Action, Resource: oneOrMany(direct) }]
      : []),
  ]
}

function counting({ counted }: Called, { countTokens }: Allowance): RawStatement[] {
  if (!countTokens) return []
  return [{ Sid: OWN_SIDS.counting, Effect: 'Allow', Action: [COUNTING_ACTION], Resource: counted }]
}

/** Widens the name after the last slash: profile IDs keep their geography, models their provider. */
function familyArn(arn: string): string {
  const slash = arn.lastIndexOf('/') + 1
  return arn.slice(0, slash) + familyPattern(arn.slice(slash))
}

function named(arn: string, model: string): string {
  return arn.slice(0, arn.lastIndexOf('/') + 1) + model
}

function unique(values: string[]): string[] {
  return [...new Set(values)]
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
