/** The mark: goods under a roof. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0f5e75" />
      <path d="M7 14.5 16 8l9 6.5V24H7z" fill="none" stroke="#fff" strokeWidth="2" strokeLinejoin="round" />
      <path d="M11.5 24v-6h9v6M11.5 21h9" fill="none" stroke="#fff" strokeWidth="2" />
    </svg>
  )
}
