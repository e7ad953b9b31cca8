import { CopyIcon, DownloadIcon } from '@primer/octicons-react'
import { ActionList, ActionMenu } from '@primer/react'
import { useState } from 'react'
import type { ExportedPlan, ExportFormat } from '../../../shared/domain/export/exported'
import { client } from '../../api'
import { showFailure } from '../../frame/toast'
import { count } from '../../ui/words'

const TOOLS: { as: ExportFormat; title: string }[] = [
  { as: 'terraform', title: 'Terraform' },
  { as: 'cloudformation', title: 'CloudFormation' },
]

interface Props {
  plans: readonly { planId: string; exclude: string[] }[]
  disabled?: boolean
}

/** The plan as a file of another tool: copied, or downloaded. */
export function ExportMenu({ plans, disabled = false }: Props) {
  const [told, setTold] = useState('')
  const run = async (as: ExportFormat, deliver: (exported: ExportedPlan) => Promise<string>) => {
    try {
      const exported = await client.setup.exportPlan({ plans: [...plans], as })
      const { byHand } = exported
      const left =
        byHand > 0 ? ` ${count(byHand, 'change')} of it cannot be made by it: the file tells which.` : ''
      setTold(`${await deliver(exported)}${left}`)
    } catch (error) {
      setTold('')
      showFailure('The plan was not exported', error)
    }
  }
  return (
    <>
      <span role="status" className="muted">
        {told}
      </span>
      <ActionMenu>
        <ActionMenu.Button disabled={disabled}>Export</ActionMenu.Button>
        <ActionMenu.Overlay width="medium">
          <ActionList>
            {TOOLS.map(({ as, title }) => (
              <ActionList.Group key={as}>
                <ActionList.GroupHeading>{title}</ActionList.GroupHeading>
                <ActionList.Item onSelect={() => void run(as, copy)}>
                  <ActionList.LeadingVisual>
                    <CopyIcon />
                  </ActionList.LeadingVisual>
                  {`Copy ${title}`}
                </ActionList.Item>
                <ActionList.Item onSelect={() => void run(as, download)}>
                  <ActionList.LeadingVisual>
                    <DownloadIcon />
                  </ActionList.LeadingVisual>
                  {`Download ${title}`}
                </ActionList.Item>
              </ActionList.Group>
            ))}
          </ActionList>
        </ActionMenu.Overlay>
      </ActionMenu>
    </>
  )
}

async function copy({ text }: ExportedPlan): Promise<string> {
  await navigator.clipboard.writeText(text)
  return 'Copied.'
}

async function download({ fileName, text }: ExportedPlan): Promise<string> {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
  return `${fileName} is downloaded.`
}
