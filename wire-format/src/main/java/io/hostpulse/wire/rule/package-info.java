/** Alert rules: what they say, and their JSON form in the topic of rules. */
package io.hostpulse.wire.rule;
