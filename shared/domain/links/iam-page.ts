import { AWS_CONSOLES } from '../aws-console'
import { parseRoleArn } from '../ids'
import type { RoleObservation } from '../observation'

/** The page of the IAM console where a part of a role is edited by hand. */
export function iamPage(
  { arn, name }: Pick<RoleObservation, 'arn' | 'name'>,
  section: 'trust_relationships' | 'permissions',
): string {
  const console = AWS_CONSOLES[parseRoleArn(arn)?.partition ?? 'aws']
  return `https://${console}/iam/home#/roles/details/${encodeURIComponent(name)}?section=${section}`
}
