import { BaseStyles } from '@primer/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { createHashRouter, RouterProvider } from 'react-router'
import { queryClient } from './api'
import { ConnectionsPage } from './features/connections/connections-page'
import { Home } from './features/connections/home'
import { ChoosePage } from './features/fleet/choose-page'
import { RepositoryPage } from './features/repo/repository-page'
import { RunPage } from './features/runs/run-page'
import { RunsPage } from './features/runs/runs-page'
import { SettingsPage } from './features/settings/settings-page'
import { PlanPage } from './features/setup/plan-page'
import { Frame } from './frame/frame'
import { Broken, Lost } from './frame/lost'

const PAGES = [
  { index: true, element: <Home /> },
  { path: 'fleet/choose', element: <ChoosePage /> },
  { path: 'r/:owner/:name', element: <RepositoryPage /> },
  { path: 'r/:owner/:name/plan', element: <PlanPage /> },
  { path: 'r/:owner/:name/runs/:runId', element: <RunPage /> },
  { path: 'runs', element: <RunsPage /> },
  { path: 'connections', element: <ConnectionsPage /> },
  { path: 'settings', element: <SettingsPage /> },
  { path: '*', element: <Lost /> },
]

const router = createHashRouter([
  {
    path: '/',
    element: <Frame />,
    errorElement: (
      <main>
        <Broken />
      </main>
    ),
    // A page that breaks leaves the frame around it standing.
    children: [{ errorElement: <Broken />, children: PAGES }],
  },
])

/** The panel. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <BaseStyles className="base">
        <RouterProvider router={router} />
      </BaseStyles>
    </QueryClientProvider>
  )
}
