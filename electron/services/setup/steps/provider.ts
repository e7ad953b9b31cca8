import { type ActionOf, NOTHING, type StepDriver } from './driver'

/** An issuer may have a path: that of a server does, and IAM writes it into the ARN. */
const hostOf = (url: string): string => url.replace(/^https:\/\//, '').replace(/\/+$/, '')

/** Creates the OIDC provider. Taken back only while it has exactly the audiences that were given to it. */
export const createProvider: StepDriver<ActionOf<'create-provider'>> = {
  async standing(action, reach) {
    const found = await reach.aws(action.account).provider(hostOf(action.url))
    if (found === null) return { at: 'before' }
    const wanted = [...action.clientIds].sort().join(' ')
    if ([...found.clientIds].sort().join(' ') === wanted)
      return { at: 'after', outcome: { ...NOTHING, arn: found.arn } }
    return {
      at: 'moved',
      says: `The provider now accepts the audiences ${found.clientIds.join(', ') || 'none'}.`,
      difference: { expected: action.clientIds.join('\n'), found: found.clientIds.join('\n') },
    }
  },
  async run(action, reach) {
    return { ...NOTHING, arn: await reach.aws(action.account).createProvider(action.url, action.clientIds) }
  },
  async takeBack(action, outcome, reach) {
    const client = reach.aws(action.account)
    const arn = outcome.arn ?? (await client.provider(hostOf(action.url)))?.arn
    if (arn) await client.deleteProvider(arn)
  },
}

/** Adds one audience to a provider that others may use; the other audiences are left alone. */
export const addAudience: StepDriver<ActionOf<'add-audience'>> = {
  async standing(action, reach) {
    const host = action.providerArn.slice(
      action.providerArn.indexOf('oidc-provider/') + 'oidc-provider/'.length,
    )
    const found = await reach.aws(action.account).provider(host)
    if (found === null) return { at: 'moved', says: 'The provider is gone.' }
    return found.clientIds.includes(action.clientId) ? { at: 'after', outcome: NOTHING } : { at: 'before' }
  },
  async run(action, reach) {
    await reach.aws(action.account).addAudience(action.providerArn, action.clientId)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.aws(action.account).removeAudience(action.providerArn, action.clientId)
  },
}
