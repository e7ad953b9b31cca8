import { api } from '../../api'
import { RemovalPage } from './removal-page'

/** The removal of what a setup put in place: a plan like any other, with what it leaves. */
export function TearDownPage() {
  return (
    <RemovalPage
      title="Tear-down"
      lead="Takes away what a setup put in place for this repository: its values, and its role where nobody else uses it. What others use stays. It can be undone, but for secrets, whose value GitHub never shows."
      nothing={NOTHING}
      procedure={api.setup.tearDown}
    />
  )
}

const NOTHING = {
  title: 'Nothing to take away',
  says: 'Nothing stands that Rolecall’s setup of this repository would have put in place.',
}
