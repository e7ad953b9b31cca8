import { expect, test } from 'vitest'

test('a test cannot reach a host beyond loopback', async () => {
  await expect(fetch('http://192.0.2.1:9/')).rejects.toThrow()
  const { connect } = await import('node:net')
  expect(() => connect(443, 'api.github.com')).toThrow(/network is denied/)
})
