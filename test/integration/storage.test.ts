import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unreadRow } from '../../electron/services/fleet/row'
import { openNodeConf } from '../../electron/storage/node-conf'
import { openObservationCache } from '../../electron/storage/observation-cache'
import { DEFAULT_SETTINGS, openSettings } from '../../electron/storage/settings-store'
import { RepositoryName } from '../../shared/domain/ids'
import { ACCOUNT_SEEN } from '../support/observation-samples'
import { temporaryFolder } from '../support/temporary-folder'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const WEB = RepositoryName.parse('acme/web')

const openStore = (folder: string) => openSettings(folder, openNodeConf, () => NOW)
const settingsFile = (folder: string) => join(folder, 'settings.json')

/** What lies in the folder besides the settings themselves, with its text. */
async function setAsideIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('settings.json.'))
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

describe('settings', () => {
  test('a new folder has the defaults and no file', async () => {
    const folder = await temporaryFolder()
    const store = openStore(folder)
    expect(store.read()).toEqual(DEFAULT_SETTINGS)
    expect(store.setAside()).toBeNull()
    expect(await readdir(folder)).toEqual([])
  })

  test('what was kept is there for the next process', async () => {
    const folder = await temporaryFolder()
    openStore(folder).update((settings) => ({ ...settings, fleet: [WEB] }))
    expect(openStore(folder).read().fleet).toEqual([WEB])
  })

  test('two stores on one folder see each other and overwrite nothing of each other', async () => {
    const folder = await temporaryFolder()
    const [browser, terminal] = [openStore(folder), openStore(folder)]
    browser.update((settings) => ({ ...settings, fleet: [WEB] }))
    expect(terminal.read().fleet).toEqual([WEB])
    terminal.update((settings) => ({
      ...settings,
      preferences: { ...settings.preferences, observeEvery: 30 },
    }))
    expect(browser.read()).toMatchObject({ fleet: [WEB], preferences: { observeEvery: 30 } })
  })

  test('only the user may read the file', async () => {
    const folder = await temporaryFolder()
    openStore(folder).update((settings) => ({ ...settings, fleet: [] }))
    const { mode } = await stat(settingsFile(folder))
    expect(mode & 0o077).toBe(0)
  })

  test('what a later version keeps in the file stays in it', async () => {
    const folder = await temporaryFolder()
    await writeFile(settingsFile(folder), JSON.stringify({ fleet: null, workspaces: ['later'] }))
    openStore(folder).update((settings) => ({ ...settings, fleet: [WEB] }))
    expect(JSON.parse(await readFile(settingsFile(folder), 'utf8'))).toMatchObject({
      fleet: ['acme/web'],
      workspaces: ['later'],
    })
  })

  test('a file of an older version keeps what it holds, and the preferences that it does not know are the defaults', async () => {
    const folder = await temporaryFolder()
    const preferences = {
      colorMode: 'dark',
      highContrast: true,
      observeEvery: 5,
      defaultRegion: null,
      defaultModel: null,
    }
    await writeFile(settingsFile(folder), JSON.stringify({ preferences, fleet: ['acme/web'] }))
    const store = openStore(folder)
    expect(store.read()).toMatchObject({
      fleet: [WEB],
      preferences: { ...preferences, singleKeyShortcuts: true },
    })
    expect(store.setAside()).toBeNull()
    expect(await setAsideIn(folder)).toEqual([])
  })

  test.each([
    ['no JSON', 'fleet: acme/web'],
    ['half-written', '{"fleet": ["acme/w'],
    ['empty', ''],
    ['no object', '["acme/web"]'],
    ['of another shape', '{"fleet": "acme/web"}'],
    ['of preferences that are none', '{"preferences": "dark"}'],
    ['of an impossible value', '{"aws": [{"profile": "dev", "account": "12"}]}'],
  ])('a file that is %s is set aside as it was, and new settings can be kept', async (_, text) => {
    const folder = await temporaryFolder()
    await writeFile(settingsFile(folder), text)
    const store = openStore(folder)
    expect(store.read()).toEqual(DEFAULT_SETTINGS)
    expect(store.setAside()).toMatch(/settings\.json\.unreadable-2026-11-20T12-00-00/)
    store.update((settings) => ({ ...settings, fleet: [WEB] }))
    expect(store.read().fleet).toEqual([WEB])
    expect(await setAsideIn(folder)).toEqual([text])
  })

  test('a file that is broken while Rolecall is open is set aside, too, not overwritten', async () => {
    const folder = await temporaryFolder()
    const store = openStore(folder)
    store.update((settings) => ({ ...settings, fleet: [WEB] }))
    await writeFile(settingsFile(folder), '{"fleet": [')
    store.update((settings) => ({
      ...settings,
      preferences: { ...settings.preferences, highContrast: true },
    }))
    expect(store.read()).toMatchObject({ fleet: null, preferences: { highContrast: true } })
    expect(store.setAside()).not.toBeNull()
    expect(await setAsideIn(folder)).toEqual(['{"fleet": ['])
  })

  test('a change that would make the settings impossible is refused and leaves the file alone', async () => {
    const folder = await temporaryFolder()
    const store = openStore(folder)
    store.update((settings) => ({ ...settings, fleet: [WEB] }))
    expect(() =>
      store.update((settings) => ({
        ...settings,
        preferences: { ...settings.preferences, observeEvery: -1 },
      })),
    ).toThrow()
    expect(openStore(folder).read()).toMatchObject({ fleet: [WEB], preferences: { observeEvery: 10 } })
  })
})

describe('the observation cache', () => {
  test.each([
    ['no JSON', 'garbage'],
    ['half-written', '{"repositories":[{"facts":'],
    ['null', 'null'],
    ['of another shape', '{"repositories":{"acme/web":1},"accounts":[{"account":"x"}]}'],
  ])('a file that is %s gives an empty cache, which can be filled and kept', async (_, text) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'observations.json'), text)
    const cache = await openObservationCache(folder)
    expect([cache.repositories.size, cache.accounts.size]).toEqual([0, 0])
    cache.accounts.set(ACCOUNT_SEEN.account, ACCOUNT_SEEN)
    cache.save()
    await cache.flush()
    expect((await openObservationCache(folder)).accounts.get(ACCOUNT_SEEN.account)).toEqual(ACCOUNT_SEEN)
  })

  test('one entry of another shape does not cost the others', async () => {
    const folder = await temporaryFolder()
    const text = JSON.stringify({ repositories: [], accounts: [{ account: 'elsewhere' }, ACCOUNT_SEEN] })
    await writeFile(join(folder, 'observations.json'), text)
    expect([...(await openObservationCache(folder)).accounts.keys()]).toEqual([ACCOUNT_SEEN.account])
  })

  test('keeps the rows with what they were judged from', async () => {
    const folder = await temporaryFolder()
    const { observing, failure, ...row } = unreadRow(WEB, 'https://github.com', {
      observing: false,
      failure: null,
    })
    const cache = await openObservationCache(folder)
    cache.rows.set(WEB, { basis: 'one reading', row })
    cache.save()
    await cache.flush()
    expect((await openObservationCache(folder)).rows.get(WEB)).toEqual({ basis: 'one reading', row })
  })

  test('a folder that cannot be written costs the cache and nothing else', async () => {
    const folder = join(await temporaryFolder(), 'home')
    const cache = await openObservationCache(folder)
    await writeFile(folder, 'a file where the folder should be')
    cache.accounts.set(ACCOUNT_SEEN.account, ACCOUNT_SEEN)
    cache.save()
    await expect(cache.flush()).resolves.toBeUndefined()
    expect(cache.accounts.size).toBe(1)
  })
})
