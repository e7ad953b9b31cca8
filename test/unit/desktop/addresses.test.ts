import { describe, expect, test } from 'vitest'
import { isOwnAddress } from '../../../electron/desktop/address'
import { externalLink } from '../../../electron/desktop/external-links'

describe('the window stays on its own page', () => {
  test.each(['app://rolecall/', 'app://rolecall/index.html', 'app://rolecall/#/r/acme/web'])(
    '%s is ours',
    (address) => {
      expect(isOwnAddress(address)).toBe(true)
    },
  )

  test.each([
    'https://rolecall/',
    'app://rolecall.example/',
    'app://example/rolecall',
    'app://user@rolecall/',
    'app://rolecall:81/',
    'about:blank',
    'data:text/html,hello',
    'file:///app/rolecall/index.html',
    'rolecall',
    '',
  ])('%s is not', (address) => {
    expect(isOwnAddress(address)).toBe(false)
  })
})

const GITHUB = 'https://github.com'

describe('links for the system browser', () => {
  test('the company’s own GitHub may be opened, wherever it is', () => {
    const page = 'https://github.acme.example:8443/acme/web'
    expect(externalLink(page, 'https://github.acme.example:8443')).toBe(page)
    expect(externalLink(page, GITHUB)).toBeNull()
    expect(externalLink('https://user:secret@github.acme.example/', 'https://github.acme.example')).toBeNull()
  })

  test.each([
    'https://github.com/acme/web/actions/runs/1',
    'https://gist.github.com/acme',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html',
    'https://console.aws.amazon.com/iam/home#/roles/x',
    'https://eu-west-2.console.aws.amazon.com/bedrock/home',
    'https://device.sso.eu-west-2.amazonaws.com/?user_code=ABCD-EFGH',
    'https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH',
  ])('%s may be opened', (address) => {
    expect(externalLink(address, GITHUB)).toBe(address)
  })

  test.each([
    ['another protocol', 'http://github.com/acme/web'],
    ['a program of the system', 'ms-msdt:/id'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a look-alike host', 'https://github.com.example.org/'],
    ['a look-alike suffix', 'https://notgithub.com/'],
    ['another service on the host', 'https://github.com:8443/'],
    ['a host in the credentials', 'https://github.com@example.org/'],
    ['credentials', 'https://user:secret@github.com/'],
    ['a look-alike of the sign-in', 'https://device.sso.eu-west-2.amazonaws.com.example.org/'],
    ['a bucket', 'https://acme.s3.amazonaws.com/'],
    ['any other host', 'https://example.org/'],
    ['no address at all', 'github.com'],
  ])('%s is refused', (_what, address) => {
    expect(externalLink(address, GITHUB)).toBeNull()
  })
})
