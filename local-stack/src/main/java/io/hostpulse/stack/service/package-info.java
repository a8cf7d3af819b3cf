/** The local stack as a service of the system. */
package io.hostpulse.stack.service;
