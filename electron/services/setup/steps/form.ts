import { ExpectedFailure, failure } from '../../../../shared/domain/failure'
import { type ActionOf, NOTHING, type StepDriver } from './driver'

/** Submits Anthropic's first-time-use form; AWS has no way to take it back (field-notes §3). */
export const submitUseCaseForm: StepDriver<ActionOf<'submit-use-case-form'>> = {
  async standing(action, reach) {
    const state = await reach.aws(action.account).useCaseForm()
    return state === 'submitted' ? { at: 'after', outcome: NOTHING } : { at: 'before' }
  },
  async run(action, reach) {
    await reach.aws(action.account).submitUseCaseForm(action.form)
    return NOTHING
  },
  async takeBack() {
    throw new ExpectedFailure(
      failure('invalid', 'A submitted first-time-use form cannot be taken back: AWS offers no call for it.', {
        kind: 'correct-input',
        field: null,
      }),
    )
  },
}
