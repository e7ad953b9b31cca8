import { BaseStyles } from '@primer/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { createHashRouter, RouterProvider } from 'react-router'
import { queryClient } from './api'
import { BatchPage } from './features/bulk/batch-page'
import { BulkPage } from './features/bulk/bulk-page'
import { ConnectionsPage } from './features/connections/connections-page'
import { Home } from './features/connections/home'
import { ChoosePage } from './features/fleet/choose-page'
import { MigrationPage } from './features/migration/migration-page'
import { ModelsPage } from './features/models/models-page'
import { RepositoryPage } from './features/repo/repository-page'
import { RunPage } from './features/runs/run-page'
import { RunsPage } from './features/runs/runs-page'
import { TestsPage } from './features/runs/tests-page'
import { SearchPage } from './features/search/search-page'
import { SettingsPage } from './features/settings/settings-page'
import { KeysPage } from './features/setup/keys-page'
import { PlanPage } from './features/setup/plan-page'
import { TearDownPage } from './features/setup/tear-down-page'
import { Frame } from './frame/frame'
import { Broken, Lost } from './frame/lost'

const PAGES = [
  { index: true, element: <Home /> },
  { path: 'fleet/choose', element: <ChoosePage /> },
  { path: 'r/:owner/:name', element: <RepositoryPage /> },
  { path: 'r/:owner/:name/plan', element: <PlanPage /> },
  { path: 'r/:owner/:name/keys', element: <KeysPage /> },
  { path: 'r/:owner/:name/runs/:runId', element: <RunPage /> },
  { path: 'r/:owner/:name/tear-down', element: <TearDownPage /> },
  { path: 'bulk', element: <BulkPage /> },
  { path: 'bulk/:batchId', element: <BatchPage /> },
  { path: 'runs', element: <RunsPage /> },
  { path: 'tests', element: <TestsPage /> },
  { path: 'search', element: <SearchPage /> },
  { path: 'models', element: <ModelsPage /> },
  { path: 'subjects', element: <MigrationPage /> },
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
