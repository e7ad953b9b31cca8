import { randomUUID } from 'node:crypto'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { parseRoleArn } from '../../../shared/domain/ids'
import type { ValueRequest, ValueWish } from '../../../shared/domain/plan'

const KEPT = 200

/**
 * Values of secrets that somebody typed. They stay in the memory of this process: a plan, the journal and every answer
 * hold an ID in their place.
 */
export class TypedSecrets {
  private readonly values = new Map<string, string>()

  /** The wish as it may be kept and shown: of a secret, without its value. */
  wishOf({ name, value, environment, secret }: ValueRequest): ValueWish {
    if (!secret) return { name, value, environment }
    const id = randomUUID()
    this.values.set(id, value)
    for (const old of [...this.values.keys()].slice(0, -KEPT)) this.values.delete(old)
    return { name, value: '', environment, typed: { id, isRole: parseRoleArn(value) !== null } }
  }

  /** Throws `outdated` where it was typed in a process that is gone. */
  of(id: string, name: string): string {
    const value = this.values.get(id)
    if (value !== undefined) return value
    const says = `The value of the secret ${name} was kept in memory only, and is gone with the process in which it was typed. Set it again.`
    throw new ExpectedFailure(failure('outdated', says, { kind: 'replan' }))
  }
}
