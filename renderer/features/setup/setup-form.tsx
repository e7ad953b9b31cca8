import { FormControl, Select, TextInput } from '@primer/react'
import type { SetupOptions } from '../../../shared/contract/setup'
import { RoleName } from '../../../shared/domain/ids'
import type { Setup } from '../../../shared/domain/setup'
import { ConventionPicker } from './convention-picker'
import { ModelPicker } from './model-picker'
import { RoleDetails } from './role-details'
import { ScopePicker } from './scope-picker'
import styles from './setup-form.module.css'
import { TemplatePicker } from './template-picker'

interface Props {
  options: SetupOptions
  setup: Setup
  /** While a plan is being applied. */
  busy: boolean
  onChange(setup: Setup): void
}

/** What is wanted. Each change makes the plan anew; none touches anything. */
export function SetupForm({ options, setup, busy, onChange }: Props) {
  const change = (part: Partial<Setup>) => onChange({ ...setup, ...part })
  const regions = [...new Set([setup.region, ...options.regions])].sort()
  const roleProblem = RoleName.safeParse(setup.role).error?.issues[0]?.message
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <fieldset className={styles.form} disabled={busy}>
        <FormControl>
          <FormControl.Label>AWS account</FormControl.Label>
          <Select
            block
            value={setup.account}
            onChange={(event) => {
              const chosen = options.accounts.find(({ account }) => account === event.target.value)
              if (chosen) change({ account: chosen.account })
            }}
          >
            {options.accounts.every(({ account }) => account !== setup.account) && (
              <Select.Option value={setup.account}>{`${setup.account} (not connected)`}</Select.Option>
            )}
            {options.accounts.map(({ account, alias, profile }) => (
              <Select.Option key={`${account} ${profile}`} value={account}>
                {`${alias ?? profile} (${account})`}
              </Select.Option>
            ))}
          </Select>
        </FormControl>
        <FormControl>
          <FormControl.Label>Role name</FormControl.Label>
          <TextInput
            block
            monospace
            value={setup.role}
            onChange={(event) => change({ role: event.target.value as RoleName })}
          />
          {roleProblem && <FormControl.Validation variant="error">{roleProblem}</FormControl.Validation>}
        </FormControl>
        <FormControl>
          <FormControl.Label>Region</FormControl.Label>
          <Select
            block
            value={setup.region}
            onChange={(event) => {
              const region = regions.find((each) => each === event.target.value)
              if (region) change({ region })
            }}
          >
            {regions.map((region) => (
              <Select.Option key={region} value={region}>
                {region}
              </Select.Option>
            ))}
          </Select>
        </FormControl>
        <ModelPicker setup={setup} onChange={change} />
        <RoleDetails setup={setup} onChange={change} />
        <ScopePicker
          offered={options.scopes}
          scope={setup.scope}
          byId={setup.byId ?? false}
          idsTestable={options.idsTestable}
          onChange={change}
        />
        <ConventionPicker
          offered={options.conventions}
          convention={setup.convention}
          environments={options.scopes.flatMap((scope) => (scope.kind === 'environment' ? [scope.name] : []))}
          onChange={(convention) => change({ convention })}
        />
        <TemplatePicker
          offered={options.templates}
          template={setup.template}
          onChange={(template) => change({ template })}
        />
      </fieldset>
    </form>
  )
}
