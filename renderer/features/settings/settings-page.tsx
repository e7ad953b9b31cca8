import { Checkbox, FormControl, SegmentedControl, Select, TextInput } from '@primer/react'
import { ColorMode, type Preferences } from '../../../shared/contract/settings'
import { Region } from '../../../shared/domain/ids'
import { failureOf } from '../../api'
import { CharacterKeys } from '../../frame/character-keys'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import styles from './settings-page.module.css'
import { useSettings, useUpdateSettings } from './settings-queries'

const MODES: Record<ColorMode, string> = { auto: 'As the system', light: 'Light', dark: 'Dark' }

const PERIODS = [
  { minutes: 0, title: 'Only when I ask' },
  { minutes: 1, title: 'Every minute' },
  { minutes: 5, title: 'Every 5 minutes' },
  { minutes: 15, title: 'Every 15 minutes' },
  { minutes: 60, title: 'Every hour' },
]

/** Preferences: look, how often to read, and what a new setup starts from. */
export function SettingsPage() {
  useTitle('Settings')
  const settings = useSettings()
  const update = useUpdateSettings()
  return (
    <div className="page narrow">
      <h1 className="page-title">Settings</h1>
      {settings.isPending && <SkeletonLines lines={8} />}
      {settings.error && (
        <Problem failure={failureOf(settings.error)} onRetry={() => void settings.refetch()} />
      )}
      {update.error && <Problem failure={failureOf(update.error)} />}
      {settings.data && (
        <>
          <Appearance preferences={settings.data.preferences} onChange={update.mutate} />
          <Reading preferences={settings.data.preferences} onChange={update.mutate} />
          <Logs preferences={settings.data.preferences} onChange={update.mutate} />
          <Defaults preferences={settings.data.preferences} onChange={update.mutate} />
          <DeviceFlow preferences={settings.data.preferences} onChange={update.mutate} />
          <section className="section" aria-labelledby="keyboard">
            <h2 className="section-title" id="keyboard">
              Keyboard
            </h2>
            <CharacterKeys />
          </section>
          <p className={styles.about}>
            Rolecall {settings.data.version}, {settings.data.door} door
          </p>
        </>
      )}
    </div>
  )
}

interface Part {
  preferences: Preferences
  onChange(change: Partial<Preferences>): void
}

function Appearance({ preferences, onChange }: Part) {
  return (
    <section className="section stack" aria-labelledby="appearance">
      <h2 className="section-title" id="appearance">
        Appearance
      </h2>
      <SegmentedControl
        className={styles.modes ?? ''}
        aria-label="Colour mode"
        onChange={(index) => {
          const colorMode = ColorMode.options[index]
          if (colorMode) onChange({ colorMode })
        }}
      >
        {ColorMode.options.map((mode) => (
          <SegmentedControl.Button key={mode} selected={mode === preferences.colorMode}>
            {MODES[mode]}
          </SegmentedControl.Button>
        ))}
      </SegmentedControl>
      <FormControl>
        <Checkbox
          checked={preferences.highContrast}
          onChange={(event) => onChange({ highContrast: event.target.checked })}
        />
        <FormControl.Label>High contrast</FormControl.Label>
      </FormControl>
    </section>
  )
}

function Reading({ preferences, onChange }: Part) {
  const periods = PERIODS.some(({ minutes }) => minutes === preferences.observeEvery)
    ? PERIODS
    : [...PERIODS, { minutes: preferences.observeEvery, title: `Every ${preferences.observeEvery} minutes` }]
  return (
    <section className="section" aria-labelledby="reading">
      <h2 className="section-title" id="reading">
        Reading
      </h2>
      <FormControl>
        <FormControl.Label>Read the fleet again</FormControl.Label>
        <Select
          value={String(preferences.observeEvery)}
          onChange={(event) => onChange({ observeEvery: Number(event.target.value) })}
        >
          {periods.map(({ minutes, title }) => (
            <Select.Option key={minutes} value={String(minutes)}>
              {title}
            </Select.Option>
          ))}
        </Select>
        <FormControl.Caption>
          Each reading draws on GitHub’s hourly budget, which your other tools share.
        </FormControl.Caption>
      </FormControl>
    </section>
  )
}

const SPACES = [256, 1024, 4096, 16_384]

function Logs({ preferences, onChange }: Part) {
  const spaces = [...new Set([...SPACES, preferences.logSpace])].sort((a, b) => a - b)
  return (
    <section className="section" aria-labelledby="logs">
      <h2 className="section-title" id="logs">
        Logs
      </h2>
      <FormControl>
        <FormControl.Label>Keep job logs in up to</FormControl.Label>
        <Select
          value={String(preferences.logSpace)}
          onChange={(event) => onChange({ logSpace: Number(event.target.value) })}
        >
          {spaces.map((mebibytes) => (
            <Select.Option key={mebibytes} value={String(mebibytes)}>
              {mebibytes < 1024 ? `${mebibytes} MiB` : `${mebibytes / 1024} GiB`}
            </Select.Option>
          ))}
        </Select>
        <FormControl.Caption>
          They are compressed, and the least recently used go first; they are fetched again when they are
          asked for.
        </FormControl.Caption>
      </FormControl>
    </section>
  )
}

function DeviceFlow({ preferences, onChange }: Part) {
  return (
    <section className="section" aria-labelledby="device-flow">
      <h2 className="section-title" id="device-flow">
        Sign-in with GitHub
      </h2>
      <FormControl>
        <FormControl.Label>Client ID for the device flow</FormControl.Label>
        <TextInput
          block
          spellCheck={false}
          defaultValue={preferences.githubClientId ?? ''}
          placeholder="That of ROLECALL_GITHUB_CLIENT_ID"
          onBlur={(event) => onChange({ githubClientId: event.target.value.trim() || null })}
        />
        <FormControl.Caption>
          Of an OAuth app or GitHub App of yours that allows the device flow; it is no secret
        </FormControl.Caption>
      </FormControl>
    </section>
  )
}

function Defaults({ preferences, onChange }: Part) {
  return (
    <section className="section stack" aria-labelledby="defaults">
      <h2 className="section-title" id="defaults">
        A new setup starts from
      </h2>
      <FormControl>
        <FormControl.Label>Region</FormControl.Label>
        <TextInput
          defaultValue={preferences.defaultRegion ?? ''}
          placeholder="The profile’s own"
          onBlur={(event) => {
            const text = event.target.value.trim()
            const region = Region.safeParse(text)
            if (text === '' || region.success) onChange({ defaultRegion: region.data ?? null })
            else event.target.value = preferences.defaultRegion ?? ''
          }}
        />
        <FormControl.Caption>Such as eu-west-2</FormControl.Caption>
      </FormControl>
      <FormControl>
        <FormControl.Label>Model</FormControl.Label>
        <TextInput
          block
          defaultValue={preferences.defaultModel ?? ''}
          placeholder="Rolecall’s own choice for the region"
          onBlur={(event) => onChange({ defaultModel: event.target.value.trim() || null })}
        />
        <FormControl.Caption>
          A model ID or inference profile ID, such as eu.anthropic.claude-sonnet-4-6
        </FormControl.Caption>
      </FormControl>
    </section>
  )
}
