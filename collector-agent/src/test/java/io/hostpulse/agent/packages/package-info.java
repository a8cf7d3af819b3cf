/** What the build packs: the runnable directory and the Debian package. */
package io.hostpulse.agent.packages;
