import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOfProfile, type ProfileSettings, type Sections } from '../../shared/domain/profile'
import { chainOf } from '../../shared/domain/profile-chain'
import { inspectSharedFile, type SharedFile } from '../../shared/domain/profile-file'

/** What stands wrong, as `line: what it says`. */
function complaintsOf(text: string, file: SharedFile = 'config'): string[] {
  return inspectSharedFile(text, file).complaints.map(({ line, says }) => `${line}: ${says}`)
}

describe('a shared file looked through', () => {
  test.each<[string, string, RegExp[]]>([
    ['nothing odd', '[default]\nregion = eu-west-2\n', []],
    ['comments and blank lines', '# a\n; b\n\n[default] # c\nregion = x ; d\n', []],
    ['CRLF', '[default]\r\nregion = eu-west-2\r\n', []],
    ['nested settings', '[profile a]\ns3 =\n  max_queue_size = 5\n  max_queue_size = 6\nregion = x\n', []],
    ['a line that is no setting', '[default]\nregion\na = b\n', [/^2: .*neither a section nor name = value/]],
    ['a setting before any section', 'region = x\n[default]\na = b\n', [/^1: .*before the first section/]],
    ['an open header', '[default]\na = b\n[profile x\nc = d\n', [/^3: .*not closed/]],
    ['text after a header', '[profile x] trailing\nc = d\n', [/^1: .*not closed/, /^2: .*before the first/]],
    ['a section twice', '[profile a]\nx = 1\n[profile a]\ny = 2\n', [/^3: .*again, after line 1/]],
    ['a setting twice', '[profile a]\nregion = 1\nregion = 2\n', [/^3: region was set on line 2/]],
    ['no type', '[staging]\nregion = x\n', [/^1: \[staging\].*\[profile staging\]/]],
    ['an unknown type', '[plugin a]\nx = y\n', [/^1: .*kind plugin/]],
    ['a name with spaces', '[profile two words]\nx = y\n', [/^1: .*without spaces/]],
    ['both defaults', '[default]\na = b\n[profile default]\nc = d\n', [/^1: .*line 3 is read in the place/]],
    ['no settings', '[profile idle]\n', [/^1: \[profile idle\] has no settings/]],
    ['__proto__', '[profile __proto__]\na = b\n[profile b]\nc = d\n', [/^1: .*cannot be the name/]],
  ])('%s', (_name, text, expected) => {
    const found = complaintsOf(text)
    expect(found).toHaveLength(expected.length)
    for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern)
  })

  test.each([
    ['a typed section', '[profile a]\nx = y\n', /belongs into the config file.*\[a\]/],
    ['control characters', '[a\u0007b]\nx = y\n', /control characters/],
    ['the name of an object of the language', '[constructor]\nx = y\n', /cannot be the name/],
  ])('in the credentials file: %s', (_name, text, pattern) => {
    expect(complaintsOf(text, 'credentials')).toEqual([expect.stringMatching(pattern)])
  })

  test('is handed on without what the SDK stumbles over, and line by line the same', () => {
    const { mended } = inspectSharedFile('[a]\nx = 1\n[__proto__]\ny = 2\n[b]\nz = 3', 'credentials')
    expect(mended).toBe('[a]\nx = 1\n\n\n[b]\nz = 3')
  })

  test('never repeats a line that may hold a key, and does not complain without end', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG'
    const found = complaintsOf(`[default]\na = b\n${`${secret}\n`.repeat(5000)}`)
    expect(found.join('\n')).not.toContain(secret)
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toMatch(/And 4900 more/)
  })

  test('whatever stands in it, is looked through without an error', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[', ']', '[]', '=', '[profile ]', '\ufeff'),
    )
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom<SharedFile>('config', 'credentials'), (lines, file) => {
        const { complaints } = inspectSharedFile(lines.join('\n'), file)
        for (const { line: number } of complaints) expect(number).toBeGreaterThan(0)
      }),
    )
  })
})

describe('the kind of a profile', () => {
  const keys = { aws_access_key_id: 'AKIA', aws_secret_access_key: 's' }
  const role = { role_arn: 'arn:aws:iam::111122223333:role/r' }
  test.each<[string, ProfileSettings]>([
    ['static', keys],
    ['assume-role', { ...role, source_profile: 'base' }],
    ['assume-role', { ...role, ...keys, source_profile: 'base' }],
    ['assume-role', { ...role, credential_source: 'Ec2InstanceMetadata' }],
    ['incomplete', { ...role, source_profile: 'base', credential_source: 'Environment' }],
    ['web-identity', { ...role, web_identity_token_file: '/t' }],
    ['process', { credential_process: 'x' }],
    ['sso-session', { sso_session: 'corp', sso_account_id: '1', sso_role_name: 'r' }],
    ['sso-legacy', { sso_start_url: 'https://x.awsapps.com/start', sso_region: 'us-east-1' }],
    ['login', { login_session: 'arn:aws:sts::111122223333:assumed-role/x/y' }],
    ['incomplete', { region: 'eu-west-2' }],
    ['incomplete', { aws_access_key_id: 'AKIA' }],
  ])('is %s', (kind, settings) => {
    expect(kindOfProfile(settings)).toBe(kind)
  })
})

describe('the chain of a profile', () => {
  const hop = (source: string) => ({ role_arn: 'arn:aws:iam::111122223333:role/r', source_profile: source })
  const keys = { aws_access_key_id: 'AKIA', aws_secret_access_key: 's' }
  const sections: Sections = {
    base: keys,
    middle: hop('base'),
    top: hop('middle'),
    own: { ...hop('own'), ...keys },
    round: hop('trip'),
    trip: hop('round'),
    lost: hop('nowhere'),
    instance: { role_arn: 'r', credential_source: 'Ec2InstanceMetadata' },
    signed: hop('sso'),
    sso: { sso_session: 'corp', sso_account_id: '111122223333', sso_role_name: 'r' },
    'sso-session.corp': { sso_start_url: 'https://x', sso_region: 'us-east-1' },
    unsigned: { sso_session: 'gone', sso_account_id: '111122223333', sso_role_name: 'r' },
  }
  test.each<[string, string[], string | null, RegExp | null]>([
    ['base', [], 'base', null],
    ['top', ['middle', 'base'], 'base', null],
    ['own', ['own'], 'own', null],
    ['round', ['trip', 'round'], null, /circle back to round|circle back to trip/],
    ['lost', ['nowhere'], null, /nowhere is in neither file/],
    ['instance', ['Ec2InstanceMetadata'], null, null],
    ['signed', ['sso'], 'sso', null],
    ['unsigned', [], 'unsigned', /no section \[sso-session gone\]/],
  ])('of %s', (name, sources, end, says) => {
    const chain = chainOf(name, sections)
    expect([chain.sources, chain.end]).toEqual([sources, end])
    if (says === null) expect(chain.says).toBeNull()
    else expect(chain.says).toMatch(says)
  })
})
