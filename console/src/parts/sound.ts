/** What a scanner's user hears without looking: a short high tone, or a long low one. */
let context: AudioContext | undefined

export function sound(isGood: boolean): void {
  try {
    context ??= new AudioContext()
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    tone.type = isGood ? 'sine' : 'square'
    tone.frequency.value = isGood ? 1320 : 220
    volume.gain.value = 0.08
    tone.connect(volume).connect(context.destination)
    tone.start()
    tone.stop(context.currentTime + (isGood ? 0.08 : 0.5))
  } catch {
    // A device without sound: the words say it all.
  }
}
