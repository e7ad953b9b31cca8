import { api } from '../../api'
import { RemovalPage } from './removal-page'

/** The removal of long-lived AWS keys that nothing reads any more: a plan of its own, which cannot be undone. */
export function KeysPage() {
  return (
    <RemovalPage
      title="Leftover AWS keys"
      lead="Stored keys work for whoever gets hold of them, until somebody deletes them. GitHub never shows the value of a secret, so a removed key cannot be had back: deactivate it in IAM first if you are not sure."
      nothing={NOTHING}
      procedure={api.setup.removeKeys}
    />
  )
}

const NOTHING = {
  title: 'No key is left that Rolecall could remove',
  says: 'Neither the repository nor its environments keep a secret that holds a static AWS key.',
}
