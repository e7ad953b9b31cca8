import { constraintBroken } from './aws-fault'

/** The parameters of one request of AWS's Query protocol. */
export class QueryForm {
  readonly #values: URLSearchParams

  constructor(values: URLSearchParams) {
    this.#values = values
  }

  text(name: string): string | null {
    return this.#values.get(name)
  }

  required(name: string): string {
    const value = this.#values.get(name)
    if (value === null || value === '') throw constraintBroken(name, null, 'Member must not be null')
    return value
  }

  /** A whole number within bounds; `otherwise` when absent. */
  integer(name: string, bounds: { min: number; max: number; otherwise: number }): number {
    const text = this.#values.get(name)
    if (text === null || text === '') return bounds.otherwise
    const value = Number(text)
    if (!Number.isInteger(value) || value < bounds.min)
      throw constraintBroken(name, text, `Member must have value greater than or equal to ${bounds.min}`)
    if (value > bounds.max)
      throw constraintBroken(name, text, `Member must have value less than or equal to ${bounds.max}`)
    return value
  }

  /** `Name.member.1`, `Name.member.2`, … */
  list(name: string): string[] {
    const found: string[] = []
    for (let index = 1; ; index += 1) {
      const value = this.#values.get(`${name}.member.${index}`)
      if (value === null) return found
      found.push(value)
    }
  }

  /** `Tags.member.1.Key` with `Tags.member.1.Value`, … */
  pairs(name: string): { key: string; value: string }[] {
    const found: { key: string; value: string }[] = []
    for (let index = 1; ; index += 1) {
      const key = this.#values.get(`${name}.member.${index}.Key`)
      if (key === null) return found
      found.push({ key, value: this.#values.get(`${name}.member.${index}.Value`) ?? '' })
    }
  }
}
