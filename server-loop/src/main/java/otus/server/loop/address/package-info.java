/// Addresses as text, as logs have them. Uses only the JDK. Start with `AddressText`.
@NullMarked
package otus.server.loop.address;

import org.jspecify.annotations.NullMarked;
