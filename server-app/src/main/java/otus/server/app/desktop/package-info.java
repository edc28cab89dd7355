/// Services for the person at the screen, beside the banner: opening the browser (`--open`),
// showing
/// a QR code for a phone (`--qr`). A start without these flags loads no class of it. Uses
/// `listen` for the addresses that others reach; no event loop runs it. Start with `Desktop`.
@NullMarked
package otus.server.app.desktop;

import org.jspecify.annotations.NullMarked;
