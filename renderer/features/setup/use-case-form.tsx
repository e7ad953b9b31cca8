import { Button, FormControl, Radio, RadioGroup, Textarea, TextInput } from '@primer/react'
import { useState } from 'react'
import { UseCaseForm } from '../../../shared/domain/setup'
import styles from './use-case-form.module.css'

const USERS: { value: UseCaseForm['intendedUsers']; title: string }[] = [
  { value: '0', title: 'Inside the company' },
  { value: '1', title: 'Outside' },
  { value: '2', title: 'Both' },
]

const EMPTY: UseCaseForm = {
  companyName: '',
  companyWebsite: '',
  intendedUsers: '0',
  industryOption: '',
  otherIndustryOption: '',
  useCases: '',
}

interface Props {
  /** What the plan now contains; null while it has none. */
  form: UseCaseForm | null
  onChange(form: UseCaseForm | null): void
}

/** Anthropic's first-time-use form, asked for once per AWS account; it becomes a step of the plan. */
export function UseCaseFormView({ form, onChange }: Props) {
  const [draft, setDraft] = useState(form ?? EMPTY)
  const [tried, setTried] = useState(false)
  const checked = UseCaseForm.safeParse(draft)
  const problems = new Set(checked.error?.issues.map(({ path }) => path[0]))
  const field = (name: 'companyName' | 'companyWebsite' | 'industryOption', title: string, hint: string) => (
    <FormControl required>
      <FormControl.Label>{title}</FormControl.Label>
      <TextInput
        block
        value={draft[name]}
        placeholder={hint}
        onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      />
      {tried && problems.has(name) && (
        <FormControl.Validation variant="error">
          {name === 'companyWebsite'
            ? 'Write a whole address, such as https://example.com.'
            : 'This is needed.'}
        </FormControl.Validation>
      )}
    </FormControl>
  )
  if (form) {
    return (
      <p className={styles.added} role="status">
        The use-case form of {form.companyName} is part of the plan.{' '}
        <Button size="small" variant="invisible" onClick={() => onChange(null)}>
          Change the form
        </Button>
      </p>
    )
  }
  return (
    <form
      className={styles.form}
      aria-label="Use-case form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (checked.success) onChange(checked.data)
      }}
    >
      <div>
        <h2 className={styles.title}>Anthropic’s first-time-use form</h2>
        <p className="muted">
          Anthropic asks for it once per AWS account before the first Claude model can be invoked. It goes
          from your AWS account to Anthropic, and cannot be changed afterwards.
        </p>
      </div>
      {field('companyName', 'Company', 'Your company')}
      {field('companyWebsite', 'Website', 'https://example.com')}
      {field('industryOption', 'Industry', 'Such as Software')}
      <RadioGroup
        name="intended-users"
        onChange={(value) => {
          const chosen = USERS.find((each) => each.value === value)
          if (chosen) setDraft({ ...draft, intendedUsers: chosen.value })
        }}
      >
        <RadioGroup.Label>Intended users</RadioGroup.Label>
        {USERS.map(({ value, title }) => (
          <FormControl key={value}>
            <Radio value={value} checked={draft.intendedUsers === value} />
            <FormControl.Label>{title}</FormControl.Label>
          </FormControl>
        ))}
      </RadioGroup>
      <FormControl required className={styles.wide ?? ''}>
        <FormControl.Label>Use cases</FormControl.Label>
        <Textarea
          block
          rows={3}
          resize="vertical"
          value={draft.useCases}
          onChange={(event) => setDraft({ ...draft, useCases: event.target.value })}
        />
        {tried && problems.has('useCases') && (
          <FormControl.Validation variant="error">
            Say in a sentence what the model will do.
          </FormControl.Validation>
        )}
      </FormControl>
      <div className={styles.wide}>
        <Button type="submit" variant="primary">
          Add the form to the plan
        </Button>
      </div>
    </form>
  )
}
