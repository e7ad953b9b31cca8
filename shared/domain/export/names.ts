/** Gives each thing a name of its own: the same thing the same name, another thing never. */
export class LogicalNames {
  private readonly given = new Map<string, string>()
  private readonly used = new Set<string>()

  constructor(private readonly spell: (wish: string) => string) {}

  /** The name of the thing that `key` identifies, close to `wish`. */
  of(key: string, wish: string): string {
    const known = this.given.get(key)
    if (known !== undefined) return known
    const spelt = this.spell(wish)
    let name = spelt
    for (let again = 2; this.used.has(name.toLowerCase()); again += 1) name = this.spell(`${wish} ${again}`)
    this.given.set(key, name)
    this.used.add(name.toLowerCase())
    return name
  }
}

/** `acme/my.web` as `acme_my_web`: letters, digits, `_` and `-`, no digit first (Terraform, identifiers). */
export function terraformName(wish: string): string {
  const name = wish.replace(/[^A-Za-z0-9-]+/g, '_').replace(/^_+|_+$/g, '')
  return /^[A-Za-z]/.test(name) ? name : `_${name}`
}

/** `github-bedrock-web` as `GithubBedrockWeb`: letters and digits only, 255 at most (CloudFormation, logical ID). */
export function cloudFormationName(wish: string): string {
  const words = wish.split(/[^A-Za-z0-9]+/).filter(Boolean)
  return words
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
    .slice(0, 255)
}
