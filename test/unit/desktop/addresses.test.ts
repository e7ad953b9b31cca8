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

const COMPANY = 'https://github.acme.example:8443'
const TENANT = 'https://octo.ghe.com'

describe('links for the system browser', () => {
  test.each([
    'https://github.com/acme/web/actions/runs/1',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html',
    'https://console.aws.amazon.com/iam/home#/roles/x',
    'https://eu-west-2.console.aws.amazon.com/bedrock/home',
    'https://console.amazonaws-us-gov.com/iam/home#/roles/x',
    'https://cn-north-1.console.amazonaws.cn/bedrock/home',
    'https://device.sso.eu-west-2.amazonaws.com/?user_code=ABCD-EFGH',
    'https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH',
  ])('%s may be opened, whoever is connected', (address) => {
    expect(externalLink(address, [])).toBe(address)
  })

  test.each([`${COMPANY}/acme/web`, `${TENANT}/acme/web/actions/runs/1`])(
    '%s may be opened once that GitHub is connected, whichever is looked at',
    (address) => {
      expect(externalLink(address, [TENANT, COMPANY])).toBe(address)
      expect(externalLink(address, ['https://github.example.net'])).toBeNull()
    },
  )

  test.each([
    ['another protocol', 'http://github.com/acme/web'],
    ['a program of the system', 'ms-msdt:/id'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a look-alike host', 'https://github.com.example.org/'],
    ['a look-alike suffix', 'https://notgithub.com/'],
    ['pages that anybody may fill', 'https://gist.github.com/acme'],
    ['another tenant of ghe.com', 'https://hexa.ghe.com/acme/web'],
    ['a host below the connected one', 'https://pages.octo.ghe.com/'],
    ['another port of the company’s server', 'https://github.acme.example/acme/web'],
    ['the company’s server without encryption', 'http://github.acme.example:8443/acme/web'],
    ['credentials for the company’s server', 'https://user:secret@github.acme.example:8443/'],
    ['another service on the host', 'https://github.com:8443/'],
    ['a host in the credentials', 'https://github.com@example.org/'],
    ['credentials', 'https://user:secret@github.com/'],
    ['a look-alike of the console', 'https://console.aws.amazon.com.example.org/'],
    ['a look-alike of the sign-in', 'https://device.sso.eu-west-2.amazonaws.com.example.org/'],
    ['a bucket', 'https://acme.s3.amazonaws.com/'],
    ['any other host', 'https://example.org/'],
    ['no address at all', 'github.com'],
  ])('%s is refused', (_what, address) => {
    expect(externalLink(address, [COMPANY, TENANT])).toBeNull()
  })
})
