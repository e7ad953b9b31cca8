import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import type { AwsClient } from '../aws-port'
import { calling } from './errors'
import type { AwsSession } from './session'

type Changes = Pick<
  AwsClient,
  | 'createProvider'
  | 'addAudience'
  | 'removeAudience'
  | 'deleteProvider'
  | 'createRole'
  | 'deleteRole'
  | 'updateTrust'
  | 'putRolePolicy'
  | 'deleteRolePolicy'
  | 'setBoundary'
  | 'setTags'
  | 'setSessionDuration'
>

/** Every change that Rolecall makes in IAM. One call each; AWS's refusal is the caller's to show. */
export function iamChanges(session: () => Promise<AwsSession>): Changes {
  const change = async <T>(action: string, perform: (iam: AwsSession['iam']) => Promise<T>): Promise<T> => {
    const { iam, profile } = await session()
    return calling({ action: `iam:${action}`, profile }, () => perform(iam))
  }
  const providerClient = (providerArn: string, clientId: string) => ({
    OpenIDConnectProviderArn: providerArn,
    ClientID: clientId,
  })
  return {
    createProvider: (url, clientIds) =>
      change('CreateOpenIDConnectProvider', async (iam) => {
        const input = { Url: url, ClientIDList: clientIds }
        return arnOf((await iam.send(new CreateOpenIDConnectProviderCommand(input))).OpenIDConnectProviderArn)
      }),
    addAudience: (providerArn, clientId) =>
      change('AddClientIDToOpenIDConnectProvider', async (iam) => {
        await iam.send(new AddClientIDToOpenIDConnectProviderCommand(providerClient(providerArn, clientId)))
      }),
    removeAudience: (providerArn, clientId) =>
      change('RemoveClientIDFromOpenIDConnectProvider', async (iam) => {
        await iam.send(
          new RemoveClientIDFromOpenIDConnectProviderCommand(providerClient(providerArn, clientId)),
        )
      }),
    deleteProvider: (providerArn) =>
      change('DeleteOpenIDConnectProvider', async (iam) => {
        await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn }))
      }),
    createRole: ({ name, path, trust, description, tags, boundary, maxSessionDuration }) =>
      change('CreateRole', async (iam) => {
        const answer = await iam.send(
          new CreateRoleCommand({
            RoleName: name,
            Path: path,
            AssumeRolePolicyDocument: trust,
            Description: description,
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
            ...(maxSessionDuration === undefined ? {} : { MaxSessionDuration: maxSessionDuration }),
          }),
        )
        return arnOf(answer.Role?.Arn)
      }),
    deleteRole: (name) =>
      change('DeleteRole', async (iam) => {
        await iam.send(new DeleteRoleCommand({ RoleName: name }))
      }),
    updateTrust: (name, document) =>
      change('UpdateAssumeRolePolicy', async (iam) => {
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: document }))
      }),
    putRolePolicy: (name, policy, document) =>
      change('PutRolePolicy', async (iam) => {
        await iam.send(
          new PutRolePolicyCommand({ RoleName: name, PolicyName: policy, PolicyDocument: document }),
        )
      }),
    deleteRolePolicy: (name, policy) =>
      change('DeleteRolePolicy', async (iam) => {
        await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: policy }))
      }),
    ...settingChanges(change),
  }
}

type Change = <T>(action: string, perform: (iam: AwsSession['iam']) => Promise<T>) => Promise<T>

/** What a role has beside its policies. */
function settingChanges(change: Change): Pick<Changes, 'setBoundary' | 'setTags' | 'setSessionDuration'> {
  return {
    setBoundary: (RoleName, boundary) =>
      boundary === null
        ? change('DeleteRolePermissionsBoundary', async (iam) => {
            await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))
          })
        : change('PutRolePermissionsBoundary', async (iam) => {
            await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundary }))
          }),
    async setTags(RoleName, tags) {
      const Tags = Object.entries(tags).flatMap(([Key, Value]) => (Value === null ? [] : [{ Key, Value }]))
      const TagKeys = Object.keys(tags).filter((key) => tags[key] === null)
      if (Tags.length > 0) {
        await change('TagRole', async (iam) => void (await iam.send(new TagRoleCommand({ RoleName, Tags }))))
      }
      if (TagKeys.length > 0) {
        await change(
          'UntagRole',
          async (iam) => void (await iam.send(new UntagRoleCommand({ RoleName, TagKeys }))),
        )
      }
    },
    setSessionDuration: (RoleName, MaxSessionDuration) =>
      change('UpdateRole', async (iam) => {
        await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration }))
      }),
  }
}

function arnOf(arn: string | undefined): string {
  if (arn === undefined) throw new Error('IAM answered a creation without an ARN.')
  return arn
}
