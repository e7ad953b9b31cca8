import { Button, FormControl, Select, TextInput } from '@primer/react'
import { useState } from 'react'
import { SubjectScope } from '../../../shared/domain/setup'
import styles from './other-scope.module.css'

const KINDS = [
  { kind: 'branch', title: 'Branch', example: 'release' },
  { kind: 'tag', title: 'Tag', example: 'v1' },
  { kind: 'environment', title: 'Environment', example: 'production' },
  { kind: 'workflow', title: 'Called workflow', example: 'owner/repo/.github/workflows/file.yml@main' },
] as const

/** A scope that the repository does not suggest by itself, by its name. */
export function OtherScope({ onAdd }: { onAdd(scope: SubjectScope): void }) {
  const [at, setAt] = useState(0)
  const [text, setText] = useState('')
  const { kind, title, example } = KINDS[at] ?? KINDS[0]
  const named = kind === 'workflow' ? { kind, reference: text.trim() } : { kind, name: text.trim() }
  const scope = SubjectScope.safeParse(named)
  const isWrong = kind === 'workflow' && text.trim() !== '' && !scope.success
  const add = () => {
    if (!scope.success) return
    onAdd(scope.data)
    setText('')
  }
  return (
    <div className={styles.other}>
      <Select
        size="small"
        aria-label="Kind of another scope"
        value={kind}
        onChange={(event) => setAt(KINDS.findIndex((each) => each.kind === event.target.value))}
      >
        {KINDS.map((each) => (
          <Select.Option key={each.kind} value={each.kind}>
            {each.title}
          </Select.Option>
        ))}
      </Select>
      <FormControl className={styles.name ?? ''}>
        <FormControl.Label visuallyHidden>{`Name: ${title}`}</FormControl.Label>
        <TextInput
          block
          size="small"
          placeholder={example}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
        {isWrong && <FormControl.Validation variant="error">Write it as {example}.</FormControl.Validation>}
      </FormControl>
      <Button size="small" disabled={!scope.success} onClick={add}>
        Add
      </Button>
    </div>
  )
}
