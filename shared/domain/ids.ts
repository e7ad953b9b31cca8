import { z } from 'zod'

/** `owner/name` as GitHub spells it. GitHub compares names without case; IAM does not. */
export const RepositoryName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/, 'Write the repository as owner/name.')
  .brand<'RepositoryName'>()
export type RepositoryName = z.infer<typeof RepositoryName>

/** Twelve digits. */
export const AccountId = z
  .string()
  .regex(/^\d{12}$/, 'An AWS account ID has twelve digits.')
  .brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>

/** An AWS region code such as `eu-west-2`. */
export const Region = z
  .string()
  .regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d$/, 'Write a region code such as eu-west-2.')
  .brand<'Region'>()
export type Region = z.infer<typeof Region>

/** A foundation model ID, an inference profile ID, or the ARN of either. Passed on verbatim. */
export const ModelId = z
  .string()
  .min(3)
  .max(2048)
  .regex(/^\S+$/, 'A model ID has no spaces.')
  .brand<'ModelId'>()
export type ModelId = z.infer<typeof ModelId>

/** IAM role name: 1–64 of `[\w+=,.@-]` (IAM API reference, CreateRole). */
export const RoleName = z
  .string()
  .regex(/^[\w+=,.@-]{1,64}$/, 'A role name has 1–64 letters, digits or +=,.@_-.')
  .brand<'RoleName'>()
export type RoleName = z.infer<typeof RoleName>

/** A partition of AWS: the commercial one, China, GovCloud, and the European Sovereign Cloud (AWS General Reference, ARNs). */
export const Partition = z.enum(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'])
export type Partition = z.infer<typeof Partition>

/** ISO 8601 in UTC. */
export const Instant = z.iso.datetime()
export type Instant = z.infer<typeof Instant>

/** The parts of an IAM role ARN; `path` starts and ends with `/`. */
export interface RoleArnParts {
  partition: Partition
  account: AccountId
  path: string
  name: RoleName
}

const ROLE_ARN =
  /^arn:(aws|aws-cn|aws-us-gov|aws-eusc):iam::(\d{12}):role(\/(?:[\x21-\x7e]*\/)?)([\w+=,.@-]{1,64})$/

/** The path of a role: `/`, or text between slashes, 512 characters at most (IAM API reference, CreateRole). */
export const RolePath = z
  .string()
  .max(512)
  .regex(/^\/(?:[\x21-\x7e]+\/)?$/, 'A path begins and ends with a slash, such as /ci/.')
export type RolePath = z.infer<typeof RolePath>

/** ARN of a managed policy: the account's own, or one of AWS's. */
export const PolicyArn = z
  .string()
  .regex(
    /^arn:aws(?:-cn|-us-gov|-eusc)?:iam::(?:\d{12}|aws):policy\/(?:[\x21-\x7e]*\/)?[\w+=,.@-]{1,128}$/,
    'Write the ARN of a managed policy.',
  )
export type PolicyArn = z.infer<typeof PolicyArn>

/** Parses an IAM role ARN; null when it is not one. */
export function parseRoleArn(text: string): RoleArnParts | null {
  const match = ROLE_ARN.exec(text.trim())
  if (!match) return null
  const [, partition, account, path, name] = match
  return {
    partition: Partition.parse(partition),
    account: AccountId.parse(account),
    path: path ?? '/',
    name: RoleName.parse(name),
  }
}

/** Builds an IAM role ARN. */
export function roleArn(partition: Partition, account: AccountId, name: RoleName, path = '/'): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`
}

/** The partition in which a region lies. */
export function partitionOf(region: Region): Partition {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('eusc-')) return 'aws-eusc'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** Splits `owner/name`. */
export function splitRepository(repository: RepositoryName): { owner: string; name: string } {
  const slash = repository.indexOf('/')
  return { owner: repository.slice(0, slash), name: repository.slice(slash + 1) }
}
