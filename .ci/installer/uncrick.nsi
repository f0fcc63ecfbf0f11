; The installer for one person, without administrator rights. `make` puts beside it what it packs, and says the version:
;   makensis -DVERSION=0.2.0 -DKILOBYTES=98000 -DTREE=FOLDER -DOUT=FILE uncrick.nsi
; Silent: uncrick-0.2.0-setup.exe /S, and "%LOCALAPPDATA%\Programs\Uncrick\uninstall.exe" /S.
Target amd64-unicode
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
!include MUI2.nsh

Name "Uncrick"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Uncrick"
BrandingText "Uncrick ${VERSION}"

!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Uncrick"
!define MUI_ICON "${TREE}\uncrick.ico"
!define MUI_UNICON "${TREE}\uncrick.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\python\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m uncrick"
!define MUI_FINISHPAGE_RUN_TEXT "Start Uncrick: a ring appears beside the clock"
!insertmacro MUI_PAGE_LICENSE "${TREE}\LICENSES.txt"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Uncrick"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Uncrick setup: short breaks for people at desks"
VIAddVersionKey LegalCopyright "Uncrick contributors, MIT License"

; What runs holds its files: it is asked to quit, and removing is tried until it has gone, for 15 seconds.
!macro Removed un
Function ${un}Removed
  StrCpy $0 0
  again:
  ClearErrors
  RMDir /r "$INSTDIR\python"
  IfErrors 0 done
  IntOp $0 $0 + 1
  Sleep 500
  IntCmp $0 30 done again done
  done:
FunctionEnd
!macroend
!insertmacro Removed ""
!insertmacro Removed "un."

Section "Uncrick"
  SectionIn RO
  IfFileExists "$INSTDIR\python\pythonw.exe" 0 fresh
  ExecWait '"$INSTDIR\python\pythonw.exe" -m uncrick quit'
  Call Removed
  fresh:
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"
  CreateShortCut "$SMPROGRAMS\Uncrick.lnk" "$INSTDIR\python\pythonw.exe" "-m uncrick" "$INSTDIR\uncrick.ico"
  CreateShortCut "$SMPROGRAMS\Uncrick commands.lnk" "$SYSDIR\cmd.exe" \
    '/k "set PATH=$INSTDIR\python;%PATH%& uncrick --help"' "$INSTDIR\uncrick.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${ENTRY}" "DisplayName" "Uncrick"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\uncrick.ico"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "Uncrick contributors"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

Section "Start when I log in"
  ExecWait '"$INSTDIR\python\pythonw.exe" -m uncrick autostart on'
SectionEnd

Section "Uninstall"
  ; Again, where a daemon that has only just started was too busy to quit.
  StrCpy $1 0
  again:
  ExecWait '"$INSTDIR\python\pythonw.exe" -m uncrick uninstall' $2
  IntCmp $2 0 ended
  IntOp $1 $1 + 1
  IntCmp $1 4 ended again ended
  ended:
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Uncrick"
  Call un.Removed
  Delete "$SMPROGRAMS\Uncrick.lnk"
  Delete "$SMPROGRAMS\Uncrick commands.lnk"
  Delete "$INSTDIR\uncrick.ico"
  Delete "$INSTDIR\LICENSES.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${ENTRY}"
SectionEnd
