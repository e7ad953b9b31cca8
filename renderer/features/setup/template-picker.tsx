import { FormControl, Radio, RadioGroup } from '@primer/react'
import type { SetupOptions } from '../../../shared/contract/setup'
import type { Template } from '../../../shared/domain/setup'

interface Props {
  offered: SetupOptions['templates']
  template: Template
  onChange(template: Template): void
}

/** Chooses the workflow to propose, or to keep the repository's own. */
export function TemplatePicker({ offered, template, onChange }: Props) {
  return (
    <RadioGroup
      name="template"
      onChange={(value) => {
        const chosen = offered.find((each) => each.template === value)
        if (chosen) onChange(chosen.template)
      }}
    >
      <RadioGroup.Label>Workflow</RadioGroup.Label>
      {offered.map((each) => (
        <FormControl key={each.template}>
          <Radio value={each.template} checked={each.template === template} />
          <FormControl.Label>{each.title}</FormControl.Label>
          <FormControl.Caption>{each.says}</FormControl.Caption>
        </FormControl>
      ))}
    </RadioGroup>
  )
}
