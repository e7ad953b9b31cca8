import { Checkbox, Dialog, FormControl, TextInput } from '@primer/react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'
import { ValueRequest } from '../../../shared/domain/plan'
import { client, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { count } from '../../ui/words'
import { type SetProgress, useSetProgress } from './set-progress'
import styles from './set-values-dialog.module.css'
import { ValuesPreview } from './values-preview'

interface Props {
  repositories: readonly RepositoryName[]
  onClose(): void
}

/** Sets one variable or secret in many repositories: what is wanted, a preview of each, and only then the change. */
export function SetValuesDialog({ repositories, onClose }: Props) {
  const [wish, setWish] = useState({ name: '', value: '', environment: '', secret: false })
  const [excluded, setExcluded] = useState<ReadonlySet<RepositoryName>>(new Set())
  const { progress, set, undo } = useSetProgress()
  const parsed = ValueRequest.safeParse({ ...wish, environment: wish.environment || null })
  const plan = useMutation({
    mutationFn: (values: ValueRequest[]) =>
      client.setup.planValues({ repositories: [...repositories], values }),
  })
  const preview = () => parsed.success && plan.mutate([parsed.data])
  const chosen = (plan.data?.plans ?? []).filter(
    ({ repository, steps }) => steps.length > 0 && !excluded.has(repository),
  )
  const busy = plan.isPending || (progress !== null && !progress.over)
  const change = (part: Partial<typeof wish>) => {
    plan.reset()
    setWish({ ...wish, ...part })
  }
  const toggle = (repository: RepositoryName) => {
    const next = new Set(excluded)
    if (!next.delete(repository)) next.add(repository)
    setExcluded(next)
  }
  const done = progress?.entries.filter(({ outcome }) => outcome === 'done') ?? []
  return (
    <Dialog
      title="Set a value"
      subtitle={`A variable or secret of ${count(repositories.length, 'repository', 'repositories')}; nothing is touched before you have seen what changes.`}
      width="xlarge"
      onClose={onClose}
      footerButtons={[
        { content: progress?.over ? 'Close' : 'Cancel', onClick: onClose },
        ...(progress?.over && progress.kind === 'set' && done.length > 0
          ? [{ content: 'Undo', onClick: () => void undo(done) }]
          : []),
        ...(progress
          ? []
          : [
              plan.data
                ? {
                    content: `Set it in ${count(chosen.length, 'repository', 'repositories')}`,
                    buttonType: 'primary' as const,
                    disabled: chosen.length === 0,
                    onClick: () => void set(chosen.map(({ id }) => id)),
                  }
                : {
                    content: 'Preview',
                    buttonType: 'primary' as const,
                    disabled: busy || !parsed.success,
                    onClick: preview,
                  },
            ]),
      ]}
    >
      <WishForm wish={wish} disabled={busy || progress !== null} onChange={change} onEnter={preview} />
      <div className={styles.result}>
        {plan.isPending && <SkeletonLines lines={4} />}
        {plan.error && <Problem failure={failureOf(plan.error)} onRetry={preview} />}
        {progress && (
          <p role="status">
            <b>{progressWords(progress)}</b>
          </p>
        )}
        {progress?.failure && <Problem failure={progress.failure} />}
        {plan.data && (
          <ValuesPreview plan={plan.data} excluded={excluded} progress={progress} onToggle={toggle} />
        )}
      </div>
    </Dialog>
  )
}

interface FormProps {
  wish: { name: string; value: string; environment: string; secret: boolean }
  disabled: boolean
  onChange(part: Partial<FormProps['wish']>): void
  onEnter(): void
}

function WishForm({ wish, disabled, onChange, onEnter }: FormProps) {
  const wrong = wish.name !== '' && !ValueRequest.shape.name.safeParse(wish.name).success
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onEnter()
      }}
    >
      <FormControl disabled={disabled}>
        <FormControl.Label>Name</FormControl.Label>
        <TextInput
          block
          monospace
          placeholder="AWS_REGION"
          value={wish.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
        {wrong && (
          <FormControl.Validation variant="error">
            Letters, digits and underscores, no digit first, and not GITHUB_ at the start.
          </FormControl.Validation>
        )}
      </FormControl>
      <FormControl disabled={disabled}>
        <FormControl.Label>Value</FormControl.Label>
        <TextInput
          block
          monospace
          type={wish.secret ? 'password' : 'text'}
          autoComplete="off"
          placeholder={wish.secret ? '' : 'eu-central-1'}
          value={wish.value}
          onChange={({ target }) => onChange({ value: target.value })}
        />
      </FormControl>
      <FormControl disabled={disabled}>
        <FormControl.Label>Environment</FormControl.Label>
        <TextInput
          block
          monospace
          value={wish.environment}
          onChange={({ target }) => onChange({ environment: target.value })}
        />
        <FormControl.Caption>Empty: the repository’s own.</FormControl.Caption>
      </FormControl>
      <FormControl disabled={disabled}>
        <Checkbox checked={wish.secret} onChange={({ target }) => onChange({ secret: target.checked })} />
        <FormControl.Label>Secret</FormControl.Label>
        <FormControl.Caption>
          Nobody can read it afterwards, nor bring back what it replaces.
        </FormControl.Caption>
      </FormControl>
      {/* Enter in any field asks for the preview. */}
      <button type="submit" hidden disabled={disabled} aria-hidden="true" tabIndex={-1} />
    </form>
  )
}

function progressWords({ kind, over, total, entries }: SetProgress): string {
  if (kind === 'undo') return over ? 'Taken back.' : 'Taking it back…'
  const done = entries.filter(({ outcome }) => outcome === 'done').length
  if (!over) return `${entries.length} of ${total} done…`
  return `Set in ${count(done, 'repository', 'repositories')}.`
}
