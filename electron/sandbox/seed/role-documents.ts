const HOST = 'token.actions.githubusercontent.com'

/** A trust policy for jobs of GitHub with exactly this subject, or a pattern of subjects. */
export function trustFor(account: string, subject: string): string {
  const test = subject.includes('*') ? 'StringLike' : 'StringEquals'
  const conditions: Record<string, Record<string, string>> = {
    StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com' },
  }
  conditions[test] = { ...conditions[test], [`${HOST}:sub`]: subject }
  return json({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${HOST}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: conditions,
  })
}

/** A policy that allows calling Bedrock on these resources. */
export function invokePolicy(resources: string[]): string {
  return json({
    Sid: 'InvokeBedrock',
    Effect: 'Allow',
    Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
    Resource: resources,
  })
}

function json(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}
