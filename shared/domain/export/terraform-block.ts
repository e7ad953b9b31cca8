import type { AccountId } from '../ids'
import type { HclBlock, HclValue } from './hcl'

/** Names of resources, and which provider of several a resource is made with. */
export interface TerraformNames {
  /** The name of a resource of this type, unique among them; `key` identifies the thing. */
  of(type: string, key: string, wish: string): string
  aws(account: AccountId): Record<string, HclValue>
  github(owner: string): Record<string, HclValue>
}

export function resource(
  type: string,
  name: string,
  attributes: Readonly<Record<string, HclValue>>,
  blocks: readonly HclBlock[] = [],
): HclBlock {
  return { type: 'resource', labels: [type, name], attributes, blocks }
}

/** Adopts what stands already (Terraform 1.5 and later), so that applying does not try to create it. */
export function importBlock(type: string, name: string, id: string): HclBlock {
  return { type: 'import', labels: [], attributes: { to: { expression: `${type}.${name}` }, id } }
}

/** Leaves these attributes as they stand. */
export function onlyChanges(but: readonly string[]): HclBlock {
  const expression = `[${but.join(', ')}]`
  return { type: 'lifecycle', labels: [], attributes: { ignore_changes: { expression } } }
}
