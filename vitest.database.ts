import type {} from '@maillage/db/testing'
import type { TestProject } from 'vitest/node'
import { prepareTemplates } from '@maillage/db/test-template'

export default async function setup(project: TestProject): Promise<void> {
  await prepareTemplates(project.config.provide.databaseUrl ?? '')
}
