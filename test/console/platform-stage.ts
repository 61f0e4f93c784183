// A stage beside which another platform stands, to which orders can be sent.
import { dialects } from '../../src/dialects/index.js'
import { platformsOf } from '../../src/forward/platforms.js'
import { type StubPlatform, startStubPlatform, stubPlatforms } from '../forward/stub-platform.js'
import { type Stage, startStage } from './stage.js'

export interface PlatformStage {
  /** Closes the platform with it. */
  readonly stage: Stage
  readonly platform: StubPlatform
}

export async function startPlatformStage(spare: number): Promise<PlatformStage> {
  const platform = await startStubPlatform()
  const platforms = new Map([...platformsOf(dialects), ...stubPlatforms])
  const stage = await startStage(spare, { allowPrivateTargets: true, platforms })
  const close = async () => {
    await stage.close()
    await platform.close()
  }
  return { stage: { ...stage, close }, platform }
}
