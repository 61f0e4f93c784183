/** What a browser runs first. It is small, so that the texts are on their way while all else is still coming. */
import './language'
import './styles/index.css'

void import('./main')
