import { AwsFault, constraintBroken, noSuchEntity } from '../aws-fault'
import type { AwsAccount, AwsProvider } from '../aws-world'
import type { QueryAction, QueryCall } from '../query-action'

const CLIENT_IDS_PER_PROVIDER = 100
const URL_LENGTH = 255
const CLIENT_ID_LENGTH = 255

/** ARN of a provider; `url` without scheme. */
export function providerArn(account: AwsAccount, url: string): string {
  return `arn:aws:iam::${account.id}:oidc-provider/${url}`
}

function hostOf(url: string): string {
  if (url.length > URL_LENGTH)
    throw constraintBroken('Url', url, `Member must have length less than or equal to ${URL_LENGTH}`)
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed?.protocol !== 'https:' || parsed.search !== '' || parsed.port !== '') {
    throw new AwsFault('InvalidInput', 'Invalid Open ID Connect Provider URL')
  }
  return url.slice('https://'.length).replace(/\/$/, '')
}

function checkClientIds(ids: string[]): string[] {
  const wrong = ids.find((id) => id.length === 0 || id.length > CLIENT_ID_LENGTH)
  if (wrong !== undefined) {
    throw constraintBroken('ClientID', wrong, `Member must have length between 1 and ${CLIENT_ID_LENGTH}`)
  }
  if (ids.length > CLIENT_IDS_PER_PROVIDER) {
    throw new AwsFault(
      'LimitExceeded',
      `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${CLIENT_IDS_PER_PROVIDER}`,
      409,
    )
  }
  return [...new Set(ids)]
}

function named(call: QueryCall): AwsProvider {
  const arn = call.form.required('OpenIDConnectProviderArn')
  const found = call.caller.account.providers.find(
    (each) => providerArn(call.caller.account, each.url) === arn,
  )
  if (!found) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`)
  return found
}

const byArn = (call: QueryCall) => call.form.required('OpenIDConnectProviderArn')

/** IAM's actions on OIDC providers. Thumbprints are kept and, as for GitHub since 2023, not looked at. */
export const providerActions: Record<string, QueryAction> = {
  CreateOpenIDConnectProvider: {
    resource: (call) => providerArn(call.caller.account, hostOf(call.form.required('Url'))),
    perform: (call) => {
      const { account } = call.caller
      const url = call.form.required('Url')
      const host = hostOf(url)
      if (account.providers.some((provider) => provider.url.toLowerCase() === host.toLowerCase())) {
        throw new AwsFault('EntityAlreadyExists', `Provider with url ${url} already exists.`, 409)
      }
      account.providers.push({
        url: host,
        clientIds: checkClientIds(call.form.list('ClientIDList')),
        thumbprints: call.form.list('ThumbprintList'),
        createdAt: new Date(call.stage.now()).toISOString(),
      })
      call.stage.changed()
      return { OpenIDConnectProviderArn: providerArn(account, host) }
    },
  },
  GetOpenIDConnectProvider: {
    resource: byArn,
    perform: (call) => {
      const provider = named(call)
      return {
        Url: provider.url,
        ClientIDList: provider.clientIds,
        ThumbprintList: provider.thumbprints,
        CreateDate: provider.createdAt,
        Tags: [],
      }
    },
  },
  ListOpenIDConnectProviders: {
    resource: () => '*',
    perform: ({ caller: { account } }) => ({
      OpenIDConnectProviderList: account.providers.map(({ url }) => ({ Arn: providerArn(account, url) })),
    }),
  },
  /** Idempotent by IAM's own reference: deleting what is not there is no error. */
  DeleteOpenIDConnectProvider: {
    resource: byArn,
    perform: (call) => {
      const { account } = call.caller
      const arn = byArn(call)
      account.providers = account.providers.filter(({ url }) => providerArn(account, url) !== arn)
      call.stage.changed()
      return {}
    },
  },
  AddClientIDToOpenIDConnectProvider: {
    resource: byArn,
    perform: (call) => {
      const provider = named(call)
      provider.clientIds = checkClientIds([...provider.clientIds, call.form.required('ClientID')])
      call.stage.changed()
      return {}
    },
  },
  RemoveClientIDFromOpenIDConnectProvider: {
    resource: byArn,
    perform: (call) => {
      const provider = named(call)
      const removed = call.form.required('ClientID')
      provider.clientIds = provider.clientIds.filter((id) => id !== removed)
      call.stage.changed()
      return {}
    },
  },
}
