import { eq } from 'drizzle-orm'
import { type Executor, instanceSecrets } from '@maillage/db'
import { newToken } from './secrets.rules.ts'

/** A secret that all processes of this instance share, made when it is first asked for. */
export async function instanceSecret(db: Executor, name: string): Promise<string> {
  await db.insert(instanceSecrets).values({ name, secret: newToken() }).onConflictDoNothing()
  const [row] = await db.select().from(instanceSecrets).where(eq(instanceSecrets.name, name))
  if (!row) throw new Error(`The secret ${name} was not written`)
  return row.secret
}
