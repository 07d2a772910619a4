"""Prints the copyright file of a program in Debian's machine-readable format: copyright.py PROGRAM [DIRECTORY].

With DIRECTORY the notices and licence texts that Debian does not install are written there, one file a component.
"""

import sys
import textwrap

from components import components_of

# Licences that Debian installs in /usr/share/common-licenses, under these names.
common = {
    "Apache-2.0": "Apache-2.0",
    "LGPL-2.1-or-later": "LGPL-2.1",
    "GPL-3.0-or-later": "GPL-3",
    "CC0-1.0": "CC0-1.0",
}
texts = {
    "MIT": """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.""",
    "Zlib": """\
This software is provided 'as-is', without any express or implied warranty. In no event will the authors be held liable for
any damages arising from the use of this software.

Permission is granted to anyone to use this software for any purpose, including commercial applications, and to alter it and
redistribute it freely, subject to the following restrictions:

1. The origin of this software must not be misrepresented; you must not claim that you wrote the original software. If you
use this software in a product, an acknowledgment in the product documentation would be appreciated but is not required.

2. Altered source versions must be plainly marked as such, and must not be misrepresented as being the original software.

3. This notice may not be removed or altered from any source distribution.""",
    "BSD-3-Clause": """\
Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following
conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
disclaimer.

2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
disclaimer in the documentation and/or other materials provided with the distribution.

3. Neither the name of the project nor the names of its contributors may be used to endorse or promote products derived from
this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE PROJECT AND CONTRIBUTORS ``AS IS'' AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL
THE PROJECT OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING
NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH
DAMAGE.""",
    "Unicode-3.0": """\
Permission is hereby granted, free of charge, to any person obtaining a copy of data files and any associated documentation
(the "Data Files") or software and any associated documentation (the "Software") to deal in the Data Files or Software
without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, and/or sell
copies of the Data Files or Software, and to permit persons to whom the Data Files or Software are furnished to do so,
provided that either (a) this copyright and permission notice appear with all copies of the Data Files or Software, or (b)
this copyright and permission notice appear in associated Documentation.

THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD PARTY RIGHTS.

IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR
CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF
CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES
OR SOFTWARE.

Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise to promote
the sale, use or other dealings in these Data Files or Software without prior written authorization of the copyright
holder.""",
}
exceptions = {
    "Swift-exception": """\
As an exception, if you use this Software to compile your source code and portions of this Software are embedded into the
binary product as a result, you may redistribute such product without providing attribution as would otherwise be required by
Sections 4(a), 4(b) and 4(d) of the License.""",
    "GCC-exception-3.1": """\
You have permission to propagate a work of Target Code formed by combining the Runtime Library with Independent Modules, even
if such propagation would otherwise violate the terms of GPLv3, provided that all Target Code was generated by Eligible
Compilation Processes. You may then convey such a combination under terms of your choice, consistent with the licensing of
the Independent Modules.""",
}


def indented(text):
    lines = [line for paragraph in text.split("\n\n") for line in ["", *textwrap.wrap(paragraph, 78)]][1:]
    return "\n".join(f" {line}" if line else " ." for line in lines)


def licence(name):
    base, _, exception = name.partition(" WITH ")
    if base in common:
        text = f"The full text is in /usr/share/common-licenses/{common[base]} on Debian systems."
    else:
        text = texts[base]
    if exception:
        text += "\n\n" + exceptions[exception]
    return f"License: {name}\n{indented(text)}"


program = sys.argv[1]
linked = components_of(program)
print("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/")
print("Upstream-Name: swift-docker-credentials")
print("Comment:\n" + indented(
    f"{program} is linked with the components below. Those of static libraries and of Swift packages are inside the program; "
    "the bill of materials of the release names the versions and sources of all.\n\n"
    "The C library is used under the LGPL: the objects to link the program anew with another version come out of the "
    "project's sources with `make build`."))
print("\nFiles: *\nCopyright: 2026 The swift-docker-credentials authors\nLicense: Apache-2.0")
used = {"Apache-2.0"}
for each in linked:
    name = each.name.replace(" ", "-").replace(",", "")
    notice = f" {each.version}; {each.source}"
    print(f"\nFiles: linked/{name}\nCopyright: {each.copyright}\nLicense: {each.licence}\nComment:{notice}")
    used |= set(each.licence.split(" AND "))
for name in sorted(used):
    print(f"\n{licence(name)}")
if len(sys.argv) > 2:
    for each in linked:
        if each.notice or each.licence_text:
            with open(f"{sys.argv[2]}/NOTICE.{each.name.replace(' ', '-')}", "w", encoding="utf-8") as file:
                file.write(each.notice or each.licence_text)
