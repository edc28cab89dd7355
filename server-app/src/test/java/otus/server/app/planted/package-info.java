/// Classes that break the rules of the architecture on purpose, at least one per rule.
@NullMarked
package otus.server.app.planted;

import org.jspecify.annotations.NullMarked;
