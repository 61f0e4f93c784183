/** The console itself, once its texts are there: see start. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ConsoleApp } from './app'
import { startTexts } from './i18n'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has a root')
await startTexts()
createRoot(root).render(
  <StrictMode>
    <ConsoleApp />
  </StrictMode>,
)
